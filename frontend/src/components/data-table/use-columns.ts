import {
  type ColumnDef,
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { Column, Layout } from './layout';

const features = tableFeatures({
  columnVisibilityFeature,
  columnOrderingFeature,
  columnSizingFeature,
  columnPinningFeature,
});
const NO_ROWS: never[] = [];
const WIDTH = 160;

export type PlacedColumn<T> = {
  column: Column<T>;
  width: number;
  pinned: boolean /** px from the start, of a pinned one. */;
  offset: number;
};

/** The columns that are shown, pinned ones first, each with its width and place. */
export function useColumns<T>(columns: readonly Column<T>[], layout: Layout): PlacedColumn<T>[] {
  const definitions = useMemo(
    () =>
      columns.map(
        ({ id, width, minWidth }): ColumnDef<typeof features, never> => ({
          id,
          size: width ?? WIDTH,
          minSize: minWidth ?? 64,
        }),
      ),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: NO_ROWS,
    state: {
      columnOrder: layout.order,
      columnVisibility: Object.fromEntries(layout.hidden.map((id) => [id, false])),
      columnSizing: layout.widths,
      columnPinning: { start: layout.order.filter((id) => layout.pinned.includes(id)), end: [] },
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the table is the same object, what it says comes from these
  return useMemo(() => {
    const byId = new Map(columns.map((column) => [column.id, column]));
    const placed = (position: 'start' | 'center') =>
      (position === 'start' ? table.getStartVisibleLeafColumns() : table.getCenterVisibleLeafColumns()).flatMap(
        (each) => {
          const column = byId.get(each.id);
          if (!column) return [];
          return {
            column,
            width: each.getSize(),
            pinned: position === 'start',
            offset: position === 'start' ? each.getStart('start') : 0,
          };
        },
      );
    return [...placed('start'), ...placed('center')];
  }, [columns, layout]);
}
