import { type ReactNode, type UIEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { cn } from '@/lib/cn';
import { offsetFor, rowsInView } from '@/lib/rows-in-view';

type Props<T> = {
  /** What is loaded so far, in order. */
  items: readonly T[];
  keyOf: (item: T) => string;
  label: string;
  /** px; all rows have one height, and it is measured, so this only has to be near. */
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
  className?: string;
};

/** Rows before the end at which the next page is asked for: two pages of 50, so that nobody scrolls into nothing. */
const AHEAD = 100;
/** Rows beyond both edges that are there before they are scrolled to. */
const MORE = 10;
/** Taken for the height until it was measured. */
const SCREEN = 1_000;

const offsets = new Map<string, number>();

/** A list of any length: only the rows in view are in the page. Rows come in keyset pages as the end gets near. */
export function VirtualList<T>(props: Props<T>) {
  const { items, keyOf, label, rowHeight, renderRow, hasMore, loadMore, footer, current, restoreKey, className } =
    props;
  const scroller = useRef<HTMLDivElement>(null);
  const [restored] = useState(() => (restoreKey ? (offsets.get(restoreKey) ?? 0) : 0));
  const [height, setHeight] = useState(rowHeight);
  const [view, setView] = useState(SCREEN);
  /** In whole rows: between them nothing else would show. */
  const [row, setRow] = useState(Math.floor(restored / rowHeight));
  const { first, end } = rowsInView(row * height, view + height, height, items.length, MORE);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    element.scrollTop = restored;
    const measure = () => {
      if (element.clientHeight) setView(element.clientHeight);
      const measured = element.querySelector('[role=listitem]')?.getBoundingClientRect().height;
      if (measured) setHeight(measured);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [restored]);

  const scrolled = ({ currentTarget: { scrollTop } }: UIEvent) => {
    if (restoreKey) offsets.set(restoreKey, scrollTop);
    const next = Math.floor(scrollTop / height);
    // Before the next picture: what is scrolled to must not be blank.
    if (next !== row) flushSync(() => setRow(next));
  };

  const last = end - 1;
  useEffect(() => {
    if (hasMore && last >= items.length - AHEAD) loadMore?.();
  }, [hasMore, last, items.length, loadMore]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of the current row moves the list
  useEffect(() => {
    const index = current ? items.findIndex((item) => keyOf(item) === current) : -1;
    const element = scroller.current;
    if (index < 0 || !element) return;
    element.scrollTop = offsetFor(index, element.scrollTop, element.clientHeight, height);
  }, [current]);

  return (
    <div
      ref={scroller}
      onScroll={scrolled}
      className={cn('min-h-0 flex-1 overflow-y-auto overscroll-contain [scrollbar-width:thin]', className)}
    >
      <div role="list" aria-label={label} className="relative w-full" style={{ height: items.length * height }}>
        {items.slice(first, end).map((item, place) => {
          const index = first + place;
          return (
            <div
              key={keyOf(item)}
              role="listitem"
              data-index={index}
              aria-setsize={hasMore ? -1 : items.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${index * height}px)` }}
            >
              {renderRow(item, index)}
            </div>
          );
        })}
      </div>
      {footer}
    </div>
  );
}
