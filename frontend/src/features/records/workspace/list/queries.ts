import { keepPreviousData } from '@tanstack/react-query';
import { FIRST_PAGE } from '@/api/catalogues';
import { listCustomersInfiniteOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { CustomerPage } from '@/api/gen/types.gen';
import type { CustomerQuery } from '@/features/records/customers/shared/query';
import { isShort } from '@/lib/optimistic';

export const customersQuery = (query: CustomerQuery) => ({
  ...listCustomersInfiniteOptions({ query: { ...query, limit: 100 } }),
  initialPageParam: FIRST_PAGE,
  getNextPageParam: (page: CustomerPage) => page.next_cursor,
  placeholderData: keepPreviousData,
  refetchOnMount: isShort,
  refetchOnReconnect: isShort,
  refetchOnWindowFocus: isShort,
});
