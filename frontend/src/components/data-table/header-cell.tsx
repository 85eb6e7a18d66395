import {
  ArrowDown,
  ArrowUp,
  ChevronDown,
  EyeOff,
  MoveLeft,
  MoveRight,
  Pin,
  PinOff,
  UnfoldHorizontal,
} from 'lucide-react';
import { type CSSProperties, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { Menu, MenuItem, MenuRule } from '@/ui/menu';
import { type Column, type Layout, move, toggle, widthName } from './layout';

export type Sort = { id: string; desc: boolean };

type Props<T> = {
  column: Column<T>;
  width: number;
  layout: Layout;
  onLayoutChange: (layout: Layout) => void;
  sort: Sort | null;
  onSort?: (sort: Sort) => void;
  className?: string;
  style: CSSProperties;
};

const STEP = 40;

/** A heading: a click sorts, its menu moves, pins, widens and hides, its edge is dragged. */
export function HeaderCell<T>({ column, width, layout, onLayoutChange, sort, onSort, className, style }: Props<T>) {
  const { t } = useTranslation('components');
  const cell = useRef<HTMLDivElement>(null);
  const sorted = sort?.id === column.id ? (sort.desc ? 'descending' : 'ascending') : undefined;
  const pinned = layout.pinned.includes(column.id);
  const widen = (next: number) =>
    onLayoutChange({
      ...layout,
      widths: { ...layout.widths, [column.id]: Math.max(column.minWidth ?? 64, Math.round(next)) },
    });

  const drag = (down: PointerEvent<HTMLSpanElement>) => {
    down.preventDefault();
    const [handle, from] = [down.currentTarget, down.clientX];
    const sign = getComputedStyle(handle).direction === 'rtl' ? -1 : 1;
    const grid = handle.closest<HTMLElement>('[role=grid]');
    let next = width;
    const follow = (event: globalThis.PointerEvent) => {
      next = Math.max(column.minWidth ?? 64, width + (event.clientX - from) * sign);
      grid?.style.setProperty(widthName(column.id), `${next}px`);
    };
    handle.setPointerCapture(down.pointerId);
    handle.addEventListener('pointermove', follow);
    handle.addEventListener(
      'lostpointercapture',
      () => {
        handle.removeEventListener('pointermove', follow);
        grid?.style.removeProperty(widthName(column.id)); // from here on the layout says it
        if (next !== width) widen(next);
      },
      { once: true },
    );
  };

  return (
    <div
      ref={cell}
      role="columnheader"
      aria-sort={sorted}
      className={cn(
        'group/head relative flex h-row shrink-0 items-center border-b bg-canvas font-medium text-muted text-xs',
        className,
      )}
      style={style}
    >
      {column.sortable && onSort ? (
        <button
          type="button"
          title={t('table.sortBy', { name: column.name })}
          onClick={() => onSort({ id: column.id, desc: sorted === 'ascending' })}
          className={cn(
            'flex h-full min-w-0 flex-1 items-center gap-1 px-2 text-start hover:text-ink focus-visible:-outline-offset-2',
            column.align === 'end' && 'flex-row-reverse',
            sorted && 'text-ink',
          )}
        >
          <span className="truncate">{column.name}</span>
          {sorted === 'ascending' && <ArrowUp size={12} aria-hidden className="shrink-0" />}
          {sorted === 'descending' && <ArrowDown size={12} aria-hidden className="shrink-0" />}
        </button>
      ) : (
        <span className={cn('min-w-0 flex-1 truncate px-2', column.align === 'end' && 'text-end')}>{column.name}</span>
      )}
      <Menu
        align="end"
        trigger={
          <button
            type="button"
            aria-label={t('table.options', { name: column.name })}
            className="me-1.5 flex size-5 shrink-0 items-center justify-center rounded-sm opacity-0 hover:bg-hover focus-visible:opacity-100 group-hover/head:opacity-100 data-popup-open:opacity-100 pointer-coarse:opacity-100"
          >
            <ChevronDown size={12} aria-hidden />
          </button>
        }
      >
        <MenuItem
          icon={pinned ? PinOff : Pin}
          onClick={() => onLayoutChange({ ...layout, pinned: toggle(layout.pinned, column.id) })}
        >
          {t(pinned ? 'table.unpin' : 'table.pin')}
        </MenuItem>
        <MenuItem icon={MoveLeft} onClick={() => onLayoutChange(move(layout, column.id, -1))}>
          {t('table.moveBack')}
        </MenuItem>
        <MenuItem icon={MoveRight} onClick={() => onLayoutChange(move(layout, column.id, 1))}>
          {t('table.moveForward')}
        </MenuItem>
        <MenuItem icon={UnfoldHorizontal} onClick={() => widen(width + STEP)}>
          {t('table.wider')}
        </MenuItem>
        <MenuItem onClick={() => widen(width - STEP)}>{t('table.narrower')}</MenuItem>
        {!column.fixed && (
          <>
            <MenuRule />
            <MenuItem
              icon={EyeOff}
              onClick={() => onLayoutChange({ ...layout, hidden: [...layout.hidden, column.id] })}
            >
              {t('table.hide')}
            </MenuItem>
          </>
        )}
      </Menu>
      <span
        aria-hidden
        onPointerDown={drag}
        className="absolute inset-y-1 -end-1 z-10 w-2 cursor-col-resize touch-none after:absolute after:inset-y-0 after:start-1/2 after:w-px after:bg-line hover:after:bg-accent"
      />
    </div>
  );
}
