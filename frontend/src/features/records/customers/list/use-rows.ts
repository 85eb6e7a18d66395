import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { FIRST_PAGE } from '@/api/catalogues';
import { listCustomersInfiniteOptions, listCustomersOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { CustomerPage } from '@/api/gen/types.gen';
import type { CustomerQuery } from '../shared/query';

const limit = 100;
/** Asking for so many pages again, one after the other, would be slower than what it brings. */
const FEW_PAGES = 5;
const few = ({ state }: { state: { data?: unknown } }) =>
  ((state.data as { pages?: unknown[] } | undefined)?.pages?.length ?? 0) <= FEW_PAGES;

/** The rows of the list as far as they are loaded, and how many there are once somebody asks. */
export function useRows(query: CustomerQuery, enabled: boolean) {
  const pages = useInfiniteQuery({
    ...listCustomersInfiniteOptions({ query: { ...query, limit } }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page: CustomerPage) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchOnMount: few,
    refetchOnWindowFocus: few,
    refetchOnReconnect: few,
    enabled,
  });
  const items = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const key = JSON.stringify(query);
  const [asked, setAsked] = useState('');
  const count = useQuery({
    ...listCustomersOptions({ query: { ...query, include_total: true, limit: 1 } }),
    enabled: enabled && asked === key,
  });
  const all = !pages.isPlaceholderData && pages.data !== undefined && !pages.hasNextPage;
  const counted = asked === key ? (count.data?.total ?? null) : null;
  return {
    ...pages,
    items,
    key,
    /** Null: not known. Counted up to 10,000. */
    total: all ? items.length : counted,
    countAll: () => setAsked(key),
    isCounting: count.isFetching,
    loadMore: () => void (!pages.isFetchingNextPage && !pages.isFetchNextPageError && pages.fetchNextPage()),
  };
}

export type Rows = ReturnType<typeof useRows>;
