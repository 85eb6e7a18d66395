import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { Checkbox } from '@/ui/checkbox';
import { HeaderCell, type Sort } from './header-cell';
import { type Column, type Layout, widthName } from './layout';
import { select } from './selection';
import { type PlacedColumn, useColumns } from './use-columns';

type Props<T> = {
  label: string;
  /** Stable (module scope or memo). */
  columns: readonly Column<T>[];
  rows: readonly T[];
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

const BOX = 40;
const places = new Map<string, number>();

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
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyOf(rows[index] as T),
    overscan: 10,
    scrollPaddingStart: rowHeight,
  });
  const { restoreKey } = props;
  useLayoutEffect(() => {
    if (!restoreKey || !scroller.current) return;
    scroller.current.scrollTop = places.get(restoreKey) ?? 0;
    setActive(0);
  }, [restoreKey]);
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

  const place = ({ column, width, pinned, offset }: PlacedColumn<T>) => ({
    width: `var(${widthName(column.id)}, ${width}px)`,
    ...(pinned && { position: 'sticky' as const, insetInlineStart: start + offset, zIndex: 1 }),
  });
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
      onScroll={(event) => restoreKey && places.set(restoreKey, event.currentTarget.scrollTop)}
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
              style={place(each)}
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
          const chosen = selection?.has(rowKey) ?? false;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the focus and handles every key
            <div
              key={key}
              id={`${id}-${index}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={selection ? chosen : undefined}
              aria-current={props.current === rowKey ? 'true' : undefined}
              data-active={index === active || undefined}
              onClick={(event) => {
                setActive(index);
                if (event.target instanceof Element && event.target.closest('a,button,input,[role=checkbox]')) return;
                event.shiftKey ? choose(rowKey, true) : onOpen?.(row);
              }}
              className={cn(
                'group/row absolute inset-x-0 top-0 flex border-b [--row:var(--canvas)] hover:[--row:var(--hover)]',
                'aria-[current=true]:shadow-[inset_2px_0_0_var(--accent)] aria-[current=true]:[--row:var(--accent-soft)] rtl:aria-[current=true]:shadow-[inset_-2px_0_0_var(--accent)] aria-selected:[--row:var(--accent-soft)]',
                'group-focus-visible/grid:data-active:shadow-[inset_2px_0_0_var(--accent)] rtl:group-focus-visible/grid:data-active:shadow-[inset_-2px_0_0_var(--accent)]',
                onOpen && 'cursor-pointer',
              )}
              style={{ transform: `translateY(${top}px)`, height: rowHeight, backgroundColor: 'var(--row)' }}
            >
              {selection && (
                <div
                  role="gridcell"
                  className="sticky start-0 z-[2] flex shrink-0 items-center justify-center"
                  style={{ width: BOX, backgroundColor: 'var(--row)' }}
                >
                  <Checkbox
                    tabIndex={-1}
                    aria-label={t('table.selectRow', { name: nameOf(row) })}
                    checked={chosen}
                    onCheckedChange={(_on, details) =>
                      choose(rowKey, details.event instanceof MouseEvent && details.event.shiftKey)
                    }
                  />
                </div>
              )}
              {placed.map((each) => (
                <div
                  key={each.column.id}
                  role="gridcell"
                  className={cn(
                    'flex shrink-0 items-center overflow-hidden px-2 text-sm',
                    each.column.align === 'end' && 'justify-end tabular-nums',
                  )}
                  style={{ ...place(each), ...(each.pinned && { backgroundColor: 'var(--row)' }) }}
                >
                  <span className="min-w-0 truncate">{each.column.cell(row)}</span>
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {props.footer}
    </div>
  );
}
