import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  getImportQueryKey,
  listImportRejectsInfiniteOptions,
  listImportsInfiniteOptions,
  listJobsInfiniteOptions,
} from '@/api/gen/@tanstack/react-query.gen';
import { getImport, listCustomFields, listFolders, listTags, previewImport } from '@/api/gen/sdk.gen';
import type { ImportOptions, ImportOut } from '@/api/gen/types.gen';
import { isUnderWay } from '@/api/job';

type Page<T> = { data: { items: T[]; next_cursor: string | null } };

/** Every page of what a column or a row can be given: folders, tags, fields. */
async function every<T>(page: (cursor?: string) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await page(cursor);
    items.push(...data.items);
    cursor = data.next_cursor ?? undefined;
  } while (cursor);
  return items;
}

const limit = 200;
const throwOnError = true as const;
const staleTime = 60_000;

export const foldersQuery = queryOptions({
  queryKey: ['imports', 'folders'],
  staleTime,
  queryFn: ({ signal }) => every((cursor) => listFolders({ query: { limit, cursor }, signal, throwOnError })),
});
export const tagsQuery = queryOptions({
  queryKey: ['imports', 'tags'],
  staleTime,
  queryFn: ({ signal }) => every((cursor) => listTags({ query: { limit, cursor }, signal, throwOnError })),
});
export const fieldsQuery = queryOptions({
  queryKey: ['imports', 'custom-fields'],
  staleTime,
  queryFn: ({ signal }) => every((cursor) => listCustomFields({ query: { limit, cursor }, signal, throwOnError })),
});

/** The generated client merges the first page's parameter into the call: an empty one adds nothing. */
const FIRST_PAGE = {} as never;

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
