import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { cancelJobMutation } from '@/api/gen/@tanstack/react-query.gen';
import type { JobOut } from '@/api/gen/types.gen';
import { isUnderWay, jobQuery } from '@/api/job';
import { keysOf } from '@/lib/optimistic';
import { asProblem } from '@/lib/problem';
import { notify } from '@/ui/toast/manager';
import { useRestore } from '../list/trash-actions';
import type { BulkAction } from './model';

/** An edit that was started; `customers` are those selected one by one. */
export type BulkJob = { jobId: string; action: BulkAction; customers: { id: string; name: string }[] };
/** Restoring goes one by one: more than these are taken back in the trash itself. */
const MOST_RESTORED = 200;
const SHOWING = ['listCustomers', 'countCustomers', 'getOverview', 'getCustomer', 'listTimeline'];

/** Everything that may show one of the edited customers is asked again. */
export function useRefreshAll(): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all(
      SHOWING.flatMap((operation) =>
        keysOf(client, operation).map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
    );
}

/** Follows an edit to its end, then says what came of it and hands it over. */
export function useBulkRun(run: BulkJob, onEnded: (job: JobOut | null) => void) {
  const { t } = useTranslation('records/customers');
  const client = useQueryClient();
  const refreshAll = useRefreshAll();
  const restore = useRestore();
  const { data: job, error, refetch } = useQuery({ ...jobQuery(run.jobId), meta: { inline: true } });
  const stop = useMutation({
    ...cancelJobMutation(),
    meta: { inline: true },
    onSettled: () => client.invalidateQueries({ queryKey: jobQuery(run.jobId).queryKey }),
  });
  const end = useEffectEvent((ended: JobOut) => {
    const changed = Number(ended.result.changed ?? 0);
    const failed = Number(ended.result.failed ?? 0);
    void refreshAll();
    if (ended.state === 'succeeded' && failed === 0) {
      notify({
        title: t(`bulk.done.${run.action.type}`, { count: changed }),
        tone: 'positive',
        undo: undoable(run, changed) ? () => restore.mutate(run.customers) : undefined,
      });
    } else if (ended.state === 'cancelled') {
      notify({ title: t('bulk.stopped', { count: changed }) });
    } else if (ended.state === 'failed') {
      notify({ title: t('bulk.broke', { reason: ended.error ?? '' }), tone: 'danger' });
    }
    onEnded(failed > 0 ? ended : null);
  });
  const state = job?.state;
  useEffect(() => {
    if (job && state && !isUnderWay(state)) end(job);
  }, [job, state]);
  return {
    job,
    error: error && !job ? asProblem(error) : null,
    refetch,
    stop: () => stop.mutate({ path: { job_id: run.jobId } }),
    stopping: stop.isPending || Boolean(job?.cancel_requested),
  };
}

/** The server takes back a deletion, customer by customer, and no other edit of many. */
const undoable = ({ action, customers }: BulkJob, changed: number) =>
  action.type === 'delete' && customers.length <= MOST_RESTORED && changed === customers.length;
