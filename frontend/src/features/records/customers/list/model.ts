import type { CustomerFilter, ViewOut } from '@/api/gen/types.gen';
import { type CustomersSearch, DEFAULT_SORT, filterOf, searchOf, type Tab } from '../address';
import { type CustomerQuery, queryOfFilter } from '../shared/query';

/** What a tab shows by itself. */
const BASES: Record<Tab, CustomerFilter> = {
  customers: { lifecycle: ['customer'] },
  prospects: { lifecycle: ['prospect'] },
  trash: { trashed: true },
};

type KeptView = Pick<ViewOut, 'filters' | 'sort'>;

/** Without what says nothing; `searchOf` knows every part there is. */
export const clean = (filter: CustomerFilter): CustomerFilter => filterOf(searchOf(filter));

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((each) => JSON.stringify(sorted(each))).sort();
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, each]) => [key, sorted(each)])
    .sort(([a], [b]) => String(a).localeCompare(String(b)));
};

/** Whether two filters find the same, whatever the order of their parts. */
export const sameFilter = (a: CustomerFilter, b: CustomerFilter): boolean =>
  JSON.stringify(sorted(clean(a))) === JSON.stringify(sorted(clean(b)));

/** Which customers the address shows, and in which order. */
export function shownBy(search: CustomersSearch, view: KeptView | undefined): { filter: CustomerFilter; sort: string } {
  const own = filterOf(search);
  if (view) return { filter: search.edited ? own : clean(view.filters), sort: search.sort ?? view.sort };
  return { filter: { ...BASES[search.tab ?? 'customers'], ...own }, sort: search.sort ?? DEFAULT_SORT };
}

/** What changes in the address when the list is to show `filter`. */
export function patchOf(search: CustomersSearch, view: KeptView | undefined, filter: CustomerFilter) {
  if (view) {
    const edited = !sameFilter(filter, view.filters);
    return { ...searchOf(edited ? filter : {}), edited: edited || undefined };
  }
  const base = BASES[search.tab ?? 'customers'];
  const rest = Object.entries(filter).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(base[name as keyof CustomerFilter]),
  );
  return { ...searchOf(Object.fromEntries(rest)), edited: undefined };
}

/** The sort of the address: absent while it is what the view, or the list by itself, has. */
export const sortPatch = (view: KeptView | undefined, sort: string) => ({
  sort: sort === (view?.sort ?? DEFAULT_SORT) ? undefined : sort,
});

/** Whether the list shows something else than the view keeps, apart from its columns. */
export const isEdited = (search: CustomersSearch, view: KeptView | undefined): boolean =>
  view !== undefined &&
  ((search.edited === true && !sameFilter(filterOf(search), view.filters)) ||
    (search.sort !== undefined && search.sort !== view.sort));

export const queryOf = (filter: CustomerFilter, sort: string): CustomerQuery => ({ ...queryOfFilter(filter), sort });

/** Whether anything narrows the list besides its tab. */
export const isNarrowed = (search: CustomersSearch): boolean =>
  Object.values(searchOf(filterOf(search))).some((value) => value !== undefined);
