import type { CustomerFilter, FolderOut } from '@/api/gen/types.gen';
import { type CustomerQuery, queryOfFilter, withDescendants } from '@/features/records/customers/shared/query';
import { oneOf, text, texts, uuid } from '@/lib/search';

const LIFECYCLES = ['prospect', 'customer'] as const;
const PANELS = ['tools', 'none'] as const;

/** What the address of the workspace says besides the customer. `folder` is an id or `none`. */
export type WorkspaceSearch = {
  q?: string;
  folder?: string;
  tags?: string[];
  status?: string;
  lifecycle?: (typeof LIFECYCLES)[number];
  view?: string;
  /** A section of the profile; one that is not there is the first. */
  section?: string;
  kinds?: string[];
  panel?: (typeof PANELS)[number];
};

const present = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;

export const readSearch = (search: Record<string, unknown>): WorkspaceSearch =>
  present({
    q: text(search, 'q'),
    folder: search.folder === 'none' ? 'none' : uuid(search, 'folder'),
    tags: texts(search, 'tags'),
    status: uuid(search, 'status'),
    lifecycle: oneOf(search, 'lifecycle', LIFECYCLES),
    view: uuid(search, 'view'),
    section: text(search, 'section'),
    kinds: texts(search, 'kinds'),
    panel: oneOf(search, 'panel', PANELS),
  });

/** The list's query for an address: what the saved view says, narrowed by what stands in the address itself. */
export function queryOf(
  search: WorkspaceSearch,
  folders: readonly Pick<FolderOut, 'id' | 'parent_id'>[],
  view?: { filters: CustomerFilter; sort: string },
): CustomerQuery {
  return {
    ...queryOfFilter(view?.filters ?? {}),
    ...(view && { sort: view.sort }),
    ...(search.q && { q: search.q }),
    ...(search.folder === 'none' && { no_folder: true, folder_id: undefined }),
    ...(search.folder && search.folder !== 'none' && { folder_id: withDescendants(folders, search.folder) }),
    ...(search.tags && { all_tag_id: search.tags }),
    ...(search.status && { status_id: [search.status] }),
    ...(search.lifecycle && { lifecycle: [search.lifecycle] }),
    include_total: true,
  };
}

/** Whether anything but the search text narrows the list. */
export const isFiltered = ({ folder, tags, status, lifecycle, view }: WorkspaceSearch) =>
  Boolean(folder || tags || status || lifecycle || view);

/** The filters of a saved view with what the address narrows it by. */
export const filtersOf = (
  search: WorkspaceSearch,
  folders: readonly Pick<FolderOut, 'id' | 'parent_id'>[],
  saved?: CustomerFilter,
): CustomerFilter => ({
  ...saved,
  ...(search.q && { q: search.q }),
  ...(search.folder === 'none' && { no_folder: true, folder_id: [] }),
  ...(search.folder && search.folder !== 'none' && { folder_id: withDescendants(folders, search.folder) }),
  ...(search.tags && { all_tag_id: search.tags }),
  ...(search.status && { status_id: [search.status] }),
  ...(search.lifecycle && { lifecycle: [search.lifecycle] }),
});

/** What is taken out of the address once a view holds it. */
export const PLAIN = {
  q: undefined,
  folder: undefined,
  tags: undefined,
  status: undefined,
  lifecycle: undefined,
} satisfies Partial<WorkspaceSearch>;

/** Whether a view is open and something beside it narrows the list: what could be saved into it. */
export const isChanged = ({ view, q, folder, tags, status, lifecycle }: WorkspaceSearch) =>
  Boolean(view && (q || folder || tags || status || lifecycle));
