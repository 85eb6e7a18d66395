import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { allFolders, allViews } from '@/api/catalogues';
import { queryOf } from '../address';
import { useWorkspace } from '../use-workspace';
import { customersQuery } from './queries';

/** The customers of the address, as far as they are loaded. */
export function useCustomerList() {
  const { search } = useWorkspace();
  const folders = useQuery(allFolders);
  const views = useQuery({ ...allViews, enabled: !!search.view });
  const view = views.data?.items.find(({ id }) => id === search.view);
  const ready = (!search.view || views.isFetched) && (!search.folder || folders.isFetched);
  const pages = useInfiniteQuery({
    ...customersQuery(queryOf(search, folders.data ?? [], view)),
    enabled: ready,
  });
  const items = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  return { ...pages, items, total: pages.data?.pages[0]?.total ?? null };
}
