import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { getOverviewOptions, getOverviewQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import type { CustomerOut, CustomerPage, Overview } from '@/api/gen/types.gen';
import { keysOf } from '@/lib/optimistic';

export const overviewQuery = (customerId: string) =>
  ({ ...getOverviewOptions({ path: { customer_id: customerId } }), staleTime: 10_000 }) as const;

export const overviewKey = (customerId: string) => getOverviewQueryKey({ path: { customer_id: customerId } });

/** A customer as any cached list knows it: shown at once while the whole profile comes. */
export function knownCustomer(client: QueryClient, id: string): CustomerOut | undefined {
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
      const known = knownCustomer(client, customerId);
      return known && unknown(known);
    },
  });
}
