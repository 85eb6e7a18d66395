import { queryOptions } from '@tanstack/react-query';
import {
  listCustomFieldsQueryKey,
  listFoldersQueryKey,
  listTagGroupsQueryKey,
  listTagsQueryKey,
} from '@/api/gen/@tanstack/react-query.gen';
import { listCustomFields, listFolders, listTagGroups, listTags } from '@/api/gen/sdk.gen';

type Page<T> = { data: { items: T[]; next_cursor: string | null } };

/** Every page, one after the other: for lists that are shown and sorted as a whole. */
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

export const allFolders = queryOptions({
  queryKey: [...listFoldersQueryKey(), 'all'],
  queryFn: ({ signal }) => every((cursor) => listFolders({ query: { limit, cursor }, signal, throwOnError })),
});

/** With `archived`: those too. */
export const allFields = (archived: boolean) =>
  queryOptions({
    queryKey: [...listCustomFieldsQueryKey(), 'all', archived],
    queryFn: ({ signal }) =>
      every((cursor) => listCustomFields({ query: { limit, cursor, archived }, signal, throwOnError })),
  });

export const allTags = queryOptions({
  queryKey: [...listTagsQueryKey(), 'all'],
  queryFn: ({ signal }) => every((cursor) => listTags({ query: { limit, cursor }, signal, throwOnError })),
});

export const allGroups = queryOptions({
  queryKey: [...listTagGroupsQueryKey(), 'all'],
  queryFn: ({ signal }) => every((cursor) => listTagGroups({ query: { limit, cursor }, signal, throwOnError })),
});
