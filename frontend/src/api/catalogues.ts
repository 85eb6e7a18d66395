import { queryOptions } from '@tanstack/react-query';
import {
  countCustomersOptions,
  listCustomFieldsQueryKey,
  listEmailTemplatesQueryKey,
  listFoldersQueryKey,
  listMembersQueryKey,
  listRelationTypesQueryKey,
  listTagGroupsQueryKey,
  listTagsQueryKey,
  listViewsOptions,
} from '@/api/gen/@tanstack/react-query.gen';
import {
  listCustomFields,
  listEmailTemplates,
  listFolders,
  listMembers,
  listRelationTypes,
  listTagGroups,
  listTags,
} from '@/api/gen/sdk.gen';

type Page<T> = { data: { items: T[]; next_cursor: string | null } };

/** Every page, one after the other: for lists that are shown and chosen from as a whole. */
export async function every<T>(page: (cursor?: string) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await page(cursor);
    items.push(...data.items);
    cursor = data.next_cursor ?? undefined;
  } while (cursor);
  return items;
}

/** The generated client merges the first page's parameter into the call: an empty one adds nothing. */
export const FIRST_PAGE = {} as never;

const limit = 200;
// Who changes one of them invalidates it; others' changes may come a minute late.
const staleTime = 60_000;
const throwOnError = true as const;

export const allFolders = queryOptions({
  queryKey: [...listFoldersQueryKey(), 'all'],
  staleTime,
  queryFn: ({ signal }) => every((cursor) => listFolders({ query: { limit, cursor }, signal, throwOnError })),
});

/** With `archived`: those too. */
export const allFields = (archived = false) =>
  queryOptions({
    queryKey: [...listCustomFieldsQueryKey(), 'all', archived],
    staleTime,
    queryFn: ({ signal }) =>
      every((cursor) => listCustomFields({ query: { limit, cursor, archived }, signal, throwOnError })),
  });

export const allTags = queryOptions({
  queryKey: [...listTagsQueryKey(), 'all'],
  staleTime,
  queryFn: ({ signal }) => every((cursor) => listTags({ query: { limit, cursor }, signal, throwOnError })),
});

/** Those who left are not among them. Needs `members:read`. */
export const allMembers = queryOptions({
  queryKey: [...listMembersQueryKey(), 'all'],
  staleTime,
  queryFn: ({ signal }) => every((cursor) => listMembers({ query: { limit, cursor }, signal, throwOnError })),
});

export const allGroups = queryOptions({
  queryKey: [...listTagGroupsQueryKey(), 'all'],
  staleTime,
  queryFn: ({ signal }) => every((cursor) => listTagGroups({ query: { limit, cursor }, signal, throwOnError })),
});

export const allRelationTypes = queryOptions({
  queryKey: [...listRelationTypesQueryKey(), 'all'],
  staleTime,
  queryFn: ({ signal }) => every((cursor) => listRelationTypes({ query: { limit, cursor }, signal, throwOnError })),
});

/** Those in use. Needs `email_templates:read`. */
export const allEmailTemplates = queryOptions({
  queryKey: [...listEmailTemplatesQueryKey(), 'all'],
  staleTime,
  queryFn: ({ signal }) => every((cursor) => listEmailTemplates({ query: { limit, cursor }, signal, throwOnError })),
});

export const folderCounts = countCustomersOptions({ query: { by: 'folder' } });
export const allViews = listViewsOptions({ query: { limit } });
