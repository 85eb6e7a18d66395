import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type Ref, useCallback, useEffect, useImperativeHandle, useRef } from 'react';
import { cn } from '@/lib/cn';

export type VirtualListHandle = { scrollTo: (index: number) => void };

type Props<T> = {
  /** What is loaded so far, in order. */
  items: readonly T[];
  /** Stable: module scope or memo. */
  keyOf: (item: T) => string;
  label: string;
  /** px; rows are measured, so this only has to be near. */
  rowHeight: number;
  renderRow: (item: T, index: number) => ReactNode;
  /** More to come: asked for when the end is near. */
  hasMore?: boolean;
  loadMore?: () => void;
  /** Shown after the last row: skeletons while more comes, or "that is all". */
  footer?: ReactNode;
  /** The row that is open elsewhere; it is brought into view when it changes. */
  current?: string | null;
  /** Kept while the person is elsewhere and put back on return. */
  restoreKey?: string;
  ref?: Ref<VirtualListHandle>;
  className?: string;
};

/** Rows before the end at which the next page is asked for: two pages of 50, so that nobody scrolls into nothing. */
const AHEAD = 100;

const offsets = new Map<string, number>();

/** A list of any length: only the rows in view are in the page. Rows come in keyset pages as the end gets near. */
export function VirtualList<T>(props: Props<T>) {
  const { items, keyOf, label, rowHeight, renderRow, hasMore, loadMore, footer, current, restoreKey, ref, className } =
    props;
  const scroller = useRef<HTMLDivElement>(null);
  // A new function would measure every row anew, in every frame.
  const itemKey = useCallback((index: number) => keyOf(items[index] as T), [items, keyOf]);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: itemKey,
    initialOffset: () => (restoreKey ? (offsets.get(restoreKey) ?? 0) : 0),
    overscan: 10,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;

  useEffect(() => {
    if (hasMore && last >= items.length - AHEAD) loadMore?.();
  }, [hasMore, last, items.length, loadMore]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of the current row moves the list
  useEffect(() => {
    const index = current ? items.findIndex((item) => keyOf(item) === current) : -1;
    if (index >= 0) rows.scrollToIndex(index, { align: 'auto' });
  }, [current]);

  useImperativeHandle(ref, () => ({ scrollTo: (index) => rows.scrollToIndex(index, { align: 'auto' }) }));

  return (
    <div
      ref={scroller}
      onScroll={(event) => restoreKey && offsets.set(restoreKey, event.currentTarget.scrollTop)}
      className={cn('min-h-0 flex-1 overflow-y-auto overscroll-contain [scrollbar-width:thin]', className)}
    >
      <div role="list" aria-label={label} className="relative w-full" style={{ height: rows.getTotalSize() }}>
        {shown.map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          return (
            <div
              key={row.key}
              ref={rows.measureElement}
              role="listitem"
              data-index={row.index}
              aria-setsize={hasMore ? -1 : items.length}
              aria-posinset={row.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              {renderRow(item, row.index)}
            </div>
          );
        })}
      </div>
      {footer}
    </div>
  );
}
