import type { CustomerOut, ViewOut } from '@/api/gen/types.gen';
import { type Column, initialLayout, type Layout, reconcile } from '@/components/data-table/layout';
import { useRemembered } from '@/lib/storage';

type Columns = readonly Column<CustomerOut>[];
type KeptView = Pick<ViewOut, 'id' | 'columns'>;
/** A layout of this person, and the columns of the view it began with: when the view gets others they win. */
type Kept = Record<string, { layout: Layout; from: string }>;

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' && value !== null && Object.values(value).every((each) => each?.layout?.order);

const plain = (columns: Columns) => columns as readonly Column<never>[];

// Not among the contract's columns: no view can keep them.
const UNKEPT = ['deleted_at', 'actions'];

/** Columns as a view keeps them: those that are shown, in their order, pinned ones first. */
export function columnsOf(layout: Layout): string[] {
  const shown = layout.order.filter((id) => !layout.hidden.includes(id) && !UNKEPT.includes(id));
  const pinned = (id: string) => layout.pinned.includes(id);
  return [...shown.filter(pinned), ...shown.filter((id) => !pinned(id))];
}

/** A view's columns as a layout; widths and pins are everybody's own. A view without columns shows the standard ones. */
export function layoutOf(kept: readonly string[], columns: Columns, own?: Layout): Layout {
  const start = initialLayout(plain(columns));
  const personal = own ? { widths: own.widths, pinned: own.pinned } : {};
  if (kept.length === 0) return { ...start, ...personal };
  const fixed = columns.filter((column) => column.fixed && !kept.includes(column.id)).map(({ id }) => id);
  const shown = [...fixed, ...kept];
  const rest = start.order.filter((id) => !shown.includes(id));
  return reconcile({ ...start, ...personal, order: [...shown, ...rest], hidden: rest }, plain(columns));
}

export const sameColumns = (a: readonly string[], b: readonly string[]) => a.join() === b.join();

/** Whether a layout shows other columns than the view keeps. */
export const showsOthers = (layout: Layout, view: KeptView, columns: Columns): boolean =>
  !sameColumns(
    columnsOf(layout),
    columnsOf({ ...layoutOf(view.columns, columns, layout), pinned: layout.pinned, widths: {} }),
  );

/** The layout of a tab or view, kept for this person. `name` is the tab where no view is chosen. */
export function useListLayout(name: string, view: KeptView | undefined, columns: Columns) {
  const [kept, keep] = useRemembered<Kept>('table.customers', {}, isKept);
  const slot = view?.id ?? name;
  const from = view ? view.columns.join() : '';
  const own = kept[slot];
  const start = layoutOf(view?.columns ?? [], columns, own?.layout);
  const layout = own && own.from === from ? reconcile(own.layout, plain(columns)) : start;
  const setLayout = (next: Layout) => keep({ ...kept, [slot]: { layout: next, from } });
  return {
    layout,
    setLayout,
    edited: view !== undefined && showsOthers(layout, view, columns),
    reset: () => setLayout(start),
    /** A new view begins as the list stands. */
    hand: (to: KeptView) => keep({ ...kept, [to.id]: { layout, from: to.columns.join() } }),
  };
}
