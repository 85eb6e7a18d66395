import { queryOptions } from '@tanstack/react-query';
import { getJobQueryKey } from './gen/@tanstack/react-query.gen';
import { getJob } from './gen/sdk.gen';
import type { JobOut } from './gen/types.gen';

const POLL_MS = 700;

export const isUnderWay = (state: string | undefined) => state === 'queued' || state === 'running';

/** A job, asked again until it has ended. */
export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: getJobQueryKey({ path: { job_id: id } }),
    queryFn: async ({ signal }): Promise<JobOut> =>
      (await getJob({ path: { job_id: id }, signal, throwOnError: true })).data,
    staleTime: 0,
    // A connection that was lost for a moment does not end the watching; an answer that refuses does.
    refetchInterval: ({ state: { data, error } }) =>
      isUnderWay(data?.state) || (!data && error && !('status' in (error as object))) ? POLL_MS : false,
  });
