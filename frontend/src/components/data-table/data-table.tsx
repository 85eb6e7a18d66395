import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { Checkbox } from '@/ui/checkbox';
import { BOX, DataRow, placeOf, type RowActions } from './data-row';
import { HeaderCell, type Sort } from './header-cell';
import type { Column, Layout } from './layout';
import { select } from './selection';
import { useColumns } from './use-columns';
import { useLatest, useScrollPlace } from './use-scroll-place';

type Props<T> = {
  label: string;
  /** Stable (module scope or memo). */
  columns: readonly Column<T>[];
  rows: readonly T[];
  /** Stable, like the columns. */
  keyOf: (row: T) => string;
  /** The row in words, for screen readers. */
  nameOf: (row: T) => string;
  layout: Layout;
  onLayoutChange: (layout: Layout) => void;
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  /** Without it there are no boxes. */
  selection?: ReadonlySet<string>;
  onSelectionChange?: (selection: Set<string>) => void;
  /** Enter or a click on the row. */
  onOpen?: (row: T) => void;
  current?: string | null;
  /** What the rows are of: a list that changes begins at its top, or where it was left. */
  restoreKey?: string;
  hasMore?: boolean;
  loadMore?: () => void;
  /** px; 40 comfortable. */
  rowHeight?: number;
  /** In place of rows: skeletons, an empty state, a problem. */
  children?: ReactNode;
  footer?: ReactNode;
  className?: string;
};

/**
 * A table of any length: only the rows in view are in the page. The grid itself has the focus: arrows or j and k move,
 * Enter opens, Space or x selects, Shift selects a range.
 */
export function DataTable<T>(props: Props<T>) {
  const {
    label,
    columns,
    rows,
    keyOf,
    nameOf,
    layout,
    selection,
    onSelectionChange,
    onOpen,
    hasMore,
    loadMore,
    rowHeight = 40,
  } = props;
  const { t } = useTranslation('components');
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef<string | null>(null);
  const [active, setActive] = useState(0);
  const placed = useColumns(columns, layout);
  const start = selection ? BOX : 0;
  // A new function would measure every row anew, in every frame.
  const itemKey = useCallback((index: number) => keyOf(rows[index] as T), [rows, keyOf]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: itemKey,
    overscan: 10,
    scrollPaddingStart: rowHeight,
  });
  const keepPlace = useScrollPlace(scroller, props.restoreKey, () => setActive(0));
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - 20) loadMore?.();
  }, [hasMore, last, rows.length, loadMore]);

  const choose = (key: string, range: boolean) => {
    if (!selection) return;
    onSelectionChange?.(select(rows.map(keyOf), selection, key, anchor.current, range));
    anchor.current = key;
  };
  const actions = useLatest<RowActions<T>>({
    choose,
    click: (row, index, shift, onControl) => {
      setActive(index);
      if (onControl) return;
      shift ? choose(keyOf(row), true) : onOpen?.(row);
    },
  });
  const go = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setActive(next);
    virtual.scrollToIndex(next, { align: 'auto' });
    return rows[next];
  };
  const press = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2);
    const targets: Record<string, number> = {
      ArrowDown: active + 1,
      j: active + 1,
      ArrowUp: active - 1,
      k: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.length - 1,
    };
    const row = rows[active];
    const target = targets[event.key];
    if (target !== undefined) {
      const reached = go(target);
      if (event.shiftKey && reached && row) choose(keyOf(reached), true);
    } else if (event.key === 'Enter' && row) onOpen?.(row);
    else if ((event.key === ' ' || event.key === 'x') && row) choose(keyOf(row), event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const all = rows.length > 0 && rows.every((row) => selection?.has(keyOf(row)));
  const some = !all && !!selection?.size;

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={hasMore ? -1 : rows.length + 1}
      aria-colcount={placed.length + (selection ? 1 : 0)}
      aria-multiselectable={selection ? true : undefined}
      aria-activedescendant={shown.some((row) => row.index === active) ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={press}
      onScroll={keepPlace}
      className={cn(
        'group/grid relative min-h-0 flex-1 overflow-auto overscroll-contain [scrollbar-width:thin] focus-visible:-outline-offset-2',
        props.className,
      )}
    >
      <div role="rowgroup" className="sticky top-0 z-20 w-fit min-w-full">
        <div role="row" aria-rowindex={1} className="flex bg-canvas">
          {selection && (
            <div
              role="columnheader"
              className="sticky start-0 z-10 flex h-row shrink-0 items-center justify-center border-b bg-canvas"
              style={{ width: BOX }}
            >
              <Checkbox
                aria-label={t('table.selectAll')}
                checked={all}
                indeterminate={some}
                onCheckedChange={(on) => onSelectionChange?.(on ? new Set(rows.map(keyOf)) : new Set())}
              />
            </div>
          )}
          {placed.map((each) => (
            <HeaderCell
              key={each.column.id}
              column={each.column}
              width={each.width}
              layout={layout}
              onLayoutChange={props.onLayoutChange}
              sort={props.sort ?? null}
              onSort={props.onSort}
              style={placeOf(each, start)}
            />
          ))}
          <span aria-hidden className="min-w-0 flex-1 border-b" />
        </div>
      </div>
      {props.children}
      <div role="rowgroup" className="relative w-fit min-w-full" style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, start: top, key }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const rowKey = keyOf(row);
          return (
            <DataRow
              key={key}
              id={`${id}-${index}`}
              row={row}
              rowKey={rowKey}
              name={nameOf(row)}
              index={index}
              top={top}
              height={rowHeight}
              columns={placed}
              chosen={selection ? selection.has(rowKey) : null}
              current={props.current === rowKey}
              active={index === active}
              opens={onOpen !== undefined}
              actions={actions}
            />
          );
        })}
      </div>
      {props.footer}
    </div>
  );
}
