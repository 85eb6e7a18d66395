import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { FIRST_PAGE } from '@/api/catalogues';
import {
  getImportQueryKey,
  listImportRejectsInfiniteOptions,
  listImportsInfiniteOptions,
  listJobsInfiniteOptions,
} from '@/api/gen/@tanstack/react-query.gen';
import { getImport, previewImport } from '@/api/gen/sdk.gen';
import type { ImportOptions, ImportOut } from '@/api/gen/types.gen';
import { isUnderWay } from '@/api/job';

const throwOnError = true as const;
const staleTime = 60_000;
const LIST_POLL_MS = 2_000;
const RUN_POLL_MS = 1_000;

/** Newest first, asked again while any of them is at work. */
export const importsQuery = infiniteQueryOptions({
  ...listImportsInfiniteOptions({ query: { limit: 50 } }),
  initialPageParam: FIRST_PAGE,
  getNextPageParam: (page) => page.next_cursor,
  staleTime: 0,
  refetchInterval: ({ state: { data } }) =>
    data?.pages.some((page) => page.items.some(({ state }) => isUnderWay(state))) ? LIST_POLL_MS : false,
});

export const exportsQuery = infiniteQueryOptions({
  ...listJobsInfiniteOptions({ query: { kind: 'export_customers', limit: 50 } }),
  initialPageParam: FIRST_PAGE,
  getNextPageParam: (page) => page.next_cursor,
  staleTime: 0,
  refetchInterval: ({ state: { data } }) =>
    data?.pages.some((page) => page.items.some(({ state }) => isUnderWay(state))) ? LIST_POLL_MS : false,
});

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: getImportQueryKey({ path: { import_id: id } }),
    staleTime: 0,
    queryFn: async ({ signal }): Promise<ImportOut> =>
      (await getImport({ path: { import_id: id }, signal, throwOnError })).data,
    refetchInterval: ({ state: { data } }) => (isUnderWay(data?.state) ? RUN_POLL_MS : false),
  });

/** What the first rows would come to; the answer to earlier options stays in view while a new one comes. */
export const previewQuery = (id: string, options: ImportOptions) =>
  queryOptions({
    queryKey: ['imports', 'preview', id, options],
    staleTime,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (await previewImport({ path: { import_id: id }, body: options, signal, throwOnError })).data,
  });

export const rejectsQuery = (id: string) =>
  infiniteQueryOptions({
    ...listImportRejectsInfiniteOptions({ path: { import_id: id }, query: { limit: 50 } }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.next_cursor,
  });
