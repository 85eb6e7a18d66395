import type { ReactNode } from 'react';
import { useRemembered } from '@/lib/storage';

export type Column<T> = {
  id: string;
  /** Its heading. */
  name: string;
  cell: (row: T) => ReactNode;
  /** px */
  width?: number;
  minWidth?: number;
  /** Numbers stand at the end. */
  align?: 'start' | 'end';
  sortable?: boolean;
  /** Not shown until chosen. */
  initiallyHidden?: boolean;
  initiallyPinned?: boolean;
  /** Names the row: cannot be hidden. */
  fixed?: boolean;
};

/** Which columns, in which order, how wide: part of a saved view. Missing columns take their own wishes. */
export type Layout = { order: string[]; hidden: string[]; pinned: string[]; widths: Record<string, number> };

export const initialLayout = (columns: readonly Column<never>[]): Layout => ({
  order: columns.map((column) => column.id),
  hidden: columns.filter((column) => column.initiallyHidden).map((column) => column.id),
  pinned: columns.filter((column) => column.initiallyPinned).map((column) => column.id),
  widths: {},
});

/** The style property that holds a column's width; a dot (`field.plan`) is no part of such a name. */
export const widthName = (id: string) => `--w-${id.replaceAll('.', '-')}`;

const isLayout = (value: unknown): value is Layout =>
  typeof value === 'object' &&
  value !== null &&
  ['order', 'hidden', 'pinned'].every((key) => Array.isArray(value[key as never]));

/** Columns made since the layout was kept come last, hidden if they wish so; columns that are gone are forgotten. */
export function reconcile(layout: Layout, columns: readonly Column<never>[]): Layout {
  const ids = new Set(columns.map((column) => column.id));
  const fresh = columns.filter((column) => !layout.order.includes(column.id));
  const known = (list: string[]) => list.filter((id) => ids.has(id));
  return {
    order: [...known(layout.order), ...fresh.map((column) => column.id)],
    hidden: [...known(layout.hidden), ...fresh.filter((column) => column.initiallyHidden).map((column) => column.id)],
    pinned: known(layout.pinned),
    widths: layout.widths ?? {},
  };
}

/** Moves a column one place; `by` is -1 or 1 among the columns that are shown. */
export function move(layout: Layout, id: string, by: -1 | 1): Layout {
  const shown = layout.order.filter(
    (each) => !layout.hidden.includes(each) && layout.pinned.includes(each) === layout.pinned.includes(id),
  );
  const other = shown[shown.indexOf(id) + by];
  if (!other) return layout;
  const order = layout.order.map((each) => (each === id ? other : each === other ? id : each));
  return { ...layout, order };
}

export const toggle = (list: string[], id: string) =>
  list.includes(id) ? list.filter((each) => each !== id) : [...list, id];

/** A layout kept for this person under `name`. A saved view brings its own instead. */
export function useTableLayout<T>(name: string, columns: readonly Column<T>[]): [Layout, (layout: Layout) => void] {
  const plain = columns as readonly Column<never>[];
  const [kept, keep] = useRemembered<Layout>(`table.${name}`, initialLayout(plain), isLayout);
  return [reconcile(kept, plain), keep];
}
