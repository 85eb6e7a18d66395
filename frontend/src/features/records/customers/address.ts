import type { CustomerFilter, FieldCondition } from '@/api/gen/types.gen';
import { flag, oneOf, text, texts, uuid } from '@/lib/search';

export const TABS = ['customers', 'prospects', 'trash'] as const;
export type Tab = (typeof TABS)[number];
export const DEFAULT_SORT = '-last_activity_at';
const LIFECYCLES = ['prospect', 'customer'] as const;
const OPERATORS = ['eq', 'in', 'gt', 'gte', 'lt', 'lte', 'contains', 'exists', 'missing'] as const;

/** Parts of the address that are lists of ids, and what the contract calls them. */
const LISTS = {
  status: 'status_id',
  owner: 'owner_id',
  worker: 'worker_id',
  tags: 'all_tag_id',
  anyTags: 'tag_id',
} as const;

/**
 * What the address of the list says. A view shows what it keeps until something is changed: then `edited` says that the
 * filters in the address stand in place of its own. `folder` holds ids and `none`, `fields` `[key, operator, ...values]`.
 */
export type CustomersSearch = {
  tab?: Tab;
  view?: string;
  edited?: true;
  q?: string;
  sort?: string;
  lifecycle?: (typeof LIFECYCLES)[number][];
  folder?: string[];
  status?: string[];
  owner?: string[];
  worker?: string[];
  tags?: string[];
  anyTags?: string[];
  fields?: string[][];
  trashed?: true;
  /** Whose details are open beside the list, and the tab of the Manage dialog over it. */
  customer?: string;
  manage?: string;
};

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SORT = /^-?([a-z_]{1,60}|field\.[a-z][a-z0-9_]{0,59})$/;
const KEY = /^[a-z][a-z0-9_]{0,59}$/;
const MOST = 100;

const only = (list: string[] | undefined, fits: (value: string) => boolean): string[] | undefined => {
  const kept = [...new Set(list)].filter(fits).slice(0, MOST);
  return kept.length ? kept : undefined;
};
const ids = (search: Record<string, unknown>, name: string) => only(texts(search, name), (value) => ID.test(value));

function conditions(value: unknown): string[][] | undefined {
  if (!Array.isArray(value)) return undefined;
  const kept = value.flatMap((each): string[][] => {
    if (!Array.isArray(each)) return [];
    const [key, op, ...values] = each.map(String);
    const known = key && op && KEY.test(key) && OPERATORS.some((name) => name === op);
    const bare = op === 'exists' || op === 'missing';
    return known && bare === (values.length === 0) ? [[key, op, ...values.slice(0, 50)]] : [];
  });
  return kept.length ? kept.slice(0, 10) : undefined;
}

const present = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;

/** A bad value is read as if it were not there. */
export function readSearch(search: Record<string, unknown>): CustomersSearch {
  const sort = text(search, 'sort');
  return present({
    tab: oneOf(search, 'tab', TABS),
    view: uuid(search, 'view'),
    edited: flag(search, 'edited'),
    q: text(search, 'q')?.slice(0, 200),
    sort: sort && SORT.test(sort) ? sort : undefined,
    lifecycle: only(texts(search, 'lifecycle'), (value) => LIFECYCLES.some((each) => each === value)) as
      | CustomersSearch['lifecycle']
      | undefined,
    folder: only(texts(search, 'folder'), (value) => value === 'none' || ID.test(value)),
    status: ids(search, 'status'),
    owner: ids(search, 'owner'),
    worker: ids(search, 'worker'),
    tags: ids(search, 'tags'),
    anyTags: ids(search, 'anyTags'),
    fields: conditions(search.fields),
    trashed: flag(search, 'trashed'),
    customer: uuid(search, 'customer'),
    manage: text(search, 'manage'),
  });
}

/** The filter that stands in the address. */
export function filterOf(search: CustomersSearch): CustomerFilter {
  const folders = search.folder?.filter((each) => each !== 'none');
  return present<CustomerFilter>({
    q: search.q,
    lifecycle: search.lifecycle,
    folder_id: folders?.length ? folders : undefined,
    no_folder: search.folder?.includes('none') || undefined,
    ...Object.fromEntries(
      Object.entries(LISTS).map(([name, parameter]) => [parameter, search[name as keyof typeof LISTS]]),
    ),
    trashed: search.trashed,
    fields: search.fields?.map(([key, op, ...values]) => ({
      key: key as string,
      op: op as FieldCondition['op'],
      values,
    })),
  });
}

const some = <T>(list: T[] | undefined): T[] | undefined => (list?.length ? list : undefined);

/** The same the other way round: every part of a filter, absent ones as `undefined` so that they leave the address. */
export function searchOf(filter: CustomerFilter) {
  return {
    q: filter.q || undefined,
    lifecycle: some(filter.lifecycle),
    folder: some([...(filter.folder_id ?? []), ...(filter.no_folder ? ['none'] : [])]),
    ...(Object.fromEntries(Object.entries(LISTS).map(([name, parameter]) => [name, some(filter[parameter])])) as Record<
      keyof typeof LISTS,
      string[] | undefined
    >),
    trashed: filter.trashed || undefined,
    fields: some(filter.fields?.map(({ key, op, values }) => [key, op, ...(values ?? [])])),
  } satisfies Partial<CustomersSearch>;
}
