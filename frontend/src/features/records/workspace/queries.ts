import { keepPreviousData, type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  countCustomersOptions,
  getOverviewOptions,
  getOverviewQueryKey,
  listCustomersInfiniteOptions,
  listViewsOptions,
} from '@/api/gen/@tanstack/react-query.gen';
import { listCustomFields, listFolders, listTagGroups, listTags } from '@/api/gen/sdk.gen';
import type { CustomerOut, CustomerPage, Overview } from '@/api/gen/types.gen';
import { keysOf } from '@/lib/optimistic';
import type { CustomerQuery } from './address';

type Page<T> = { items: T[]; next_cursor: string | null };

/** Every page of a short catalogue (folders, tags, fields): what choosing one needs at hand. */
export async function everyPage<T>(fetchPage: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await fetchPage(cursor);
    items.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  return items;
}

/** The generated client merges the first page's parameter into the call: an empty one adds nothing. */
export const FIRST_PAGE = {} as never;

const CATALOGUE_MS = 60_000;

export const foldersQuery = queryOptions({
  queryKey: ['catalogue', 'folders'],
  staleTime: CATALOGUE_MS,
  queryFn: ({ signal }) =>
    everyPage(
      async (cursor) => (await listFolders({ query: { limit: 200, cursor }, signal, throwOnError: true })).data,
    ),
});

export const tagsQuery = queryOptions({
  queryKey: ['catalogue', 'tags'],
  staleTime: CATALOGUE_MS,
  queryFn: ({ signal }) =>
    everyPage(async (cursor) => (await listTags({ query: { limit: 200, cursor }, signal, throwOnError: true })).data),
});

export const tagGroupsQuery = queryOptions({
  queryKey: ['catalogue', 'tag-groups'],
  staleTime: CATALOGUE_MS,
  queryFn: ({ signal }) =>
    everyPage(
      async (cursor) => (await listTagGroups({ query: { limit: 200, cursor }, signal, throwOnError: true })).data,
    ),
});

export const fieldsQuery = queryOptions({
  queryKey: ['catalogue', 'custom-fields'],
  staleTime: CATALOGUE_MS,
  queryFn: ({ signal }) =>
    everyPage(
      async (cursor) => (await listCustomFields({ query: { limit: 200, cursor }, signal, throwOnError: true })).data,
    ),
});

export const countsQuery = countCustomersOptions({ query: { by: 'folder' } });
export const viewsQuery = listViewsOptions({ query: { limit: 200 } });

export const customersQuery = (query: CustomerQuery) => ({
  ...listCustomersInfiniteOptions({ query: { ...query, limit: 50 } }),
  initialPageParam: FIRST_PAGE,
  getNextPageParam: (page: CustomerPage) => page.next_cursor,
  placeholderData: keepPreviousData,
});

export const overviewQuery = (customerId: string) =>
  ({ ...getOverviewOptions({ path: { customer_id: customerId } }), staleTime: 10_000 }) as const;

export const overviewKey = (customerId: string) => getOverviewQueryKey({ path: { customer_id: customerId } });

/** A customer as any cached list knows it: shown at once while the whole profile comes. */
function fromLists(client: QueryClient, id: string): CustomerOut | undefined {
  for (const key of keysOf(client, 'listCustomers')) {
    const cached = client.getQueryData<CustomerPage | { pages: CustomerPage[] }>(key);
    const pages = !cached ? [] : 'pages' in cached ? cached.pages : [cached];
    for (const page of pages) {
      const found = page.items.find((customer) => customer.id === id);
      if (found) return found;
    }
  }
  return undefined;
}

const unknown = (customer: CustomerOut): Overview => ({
  customer,
  version: 0,
  sections: null,
  fields: [],
  counts: { notes: 0, profiles: 0, relations: 0, unread: 0 },
  timeline: [],
  capabilities: [],
});

/** The open profile; what the list already knows of it until the rest is there (`isPlaceholderData`). */
export function useOverview(customerId: string) {
  const client = useQueryClient();
  return useQuery({
    ...overviewQuery(customerId),
    placeholderData: () => {
      const known = fromLists(client, customerId);
      return known && unknown(known);
    },
  });
}
