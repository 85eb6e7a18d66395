import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { allViews } from '@/api/catalogues';
import type { CustomerFilter } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { type CustomersSearch, searchOf, type Tab } from '../address';
import { isEdited, patchOf, shownBy, sortPatch } from './model';

const route = getRouteApi('/_app/customers');
const NO_VIEWS: never[] = [];

/** What the address of the list says, what is shown because of it, and how to change either. */
export function usePlaceOfList() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/customers' });
  const known = useQuery({ ...allViews, enabled: useMay('views:read') });
  const views = known.data?.items ?? NO_VIEWS;
  const view = views.find(({ id }) => id === search.view);
  const { filter, sort } = shownBy(search, view);
  const go = (patch: Partial<CustomersSearch>, replace = true) =>
    void navigate({ to: '/customers', search: (before) => ({ ...before, ...patch }), replace });
  const setFilter = (next: CustomerFilter) => go(patchOf(search, view, next));
  const showOnly = (next: CustomersSearch) => void navigate({ to: '/customers', search: next });
  return {
    search,
    views,
    view,
    /** The address names a view that is not there (any more). */
    viewGone: search.view !== undefined && !view && known.isFetched,
    ready: search.view === undefined || view !== undefined || known.isFetched || known.isError,
    tab: view ? null : (search.tab ?? 'customers'),
    inTrash: filter.trashed === true,
    filter,
    sort,
    edited: isEdited(search, view),
    go,
    setFilter,
    /** Everything that narrows the tab, but the searched text. */
    clear: () => (view ? setFilter({ q: filter.q }) : go(searchOf({ q: search.q }))),
    setSort: (next: string) => go(sortPatch(view, next)),
    /** As the view or tab is by itself. */
    reset: () => showOnly(view ? { view: view.id } : { tab: search.tab }),
    showView: (id: string) => showOnly({ view: id }),
  };
}

export type Place = ReturnType<typeof usePlaceOfList>;

/** The address of another tab: what narrows the list goes along between customers and prospects. */
export function tabSearch(search: CustomersSearch, tab: Tab): CustomersSearch {
  const shown = tab === 'customers' ? undefined : tab;
  if (search.view || search.tab === 'trash' || tab === 'trash') return { tab: shown };
  return { ...search, tab: shown, lifecycle: undefined, customer: undefined, manage: undefined };
}
