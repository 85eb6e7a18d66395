import { memo, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { Checkbox } from '@/ui/checkbox';
import { widthName } from './layout';
import type { PlacedColumn } from './use-columns';

/** px, of the column of boxes. */
export const BOX = 40;

/** Width and, of a pinned one, place; `start` is what stands before the first column. */
export const placeOf = <T,>({ column, width, pinned, offset }: PlacedColumn<T>, start: number) => ({
  width: `var(${widthName(column.id)}, ${width}px)`,
  ...(pinned && { position: 'sticky' as const, insetInlineStart: start + offset, zIndex: 1 }),
});

export type RowActions<T> = {
  choose: (key: string, range: boolean) => void;
  click: (row: T, index: number, shift: boolean, onControl: boolean) => void;
};

type Props<T> = {
  id: string;
  row: T;
  rowKey: string;
  name: string;
  index: number;
  top: number;
  height: number;
  columns: readonly PlacedColumn<T>[];
  /** Null: there are no boxes. */
  chosen: boolean | null;
  current: boolean;
  active: boolean;
  opens: boolean;
  /** What it does now, behind an object that stays the same: a row is drawn again only when it changes. */
  actions: RefObject<RowActions<T>>;
};

function Row<T>(props: Props<T>) {
  const { row, rowKey, index, columns, chosen, actions } = props;
  const { t } = useTranslation('components');
  const boxed = chosen !== null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the focus and handles every key
    <div
      id={props.id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={boxed ? chosen : undefined}
      aria-current={props.current ? 'true' : undefined}
      data-active={props.active || undefined}
      onClick={(event) => {
        const onControl = event.target instanceof Element && event.target.closest('a,button,input,[role=checkbox]');
        actions.current.click(row, index, event.shiftKey, Boolean(onControl));
      }}
      className={cn(
        'group/row absolute inset-x-0 top-0 flex border-b [--row:var(--canvas)] hover:[--row:var(--hover)]',
        'aria-[current=true]:shadow-[inset_2px_0_0_var(--accent)] aria-[current=true]:[--row:var(--accent-soft)] rtl:aria-[current=true]:shadow-[inset_-2px_0_0_var(--accent)] aria-selected:[--row:var(--accent-soft)]',
        'group-focus-visible/grid:data-active:shadow-[inset_2px_0_0_var(--accent)] rtl:group-focus-visible/grid:data-active:shadow-[inset_-2px_0_0_var(--accent)]',
        props.opens && 'cursor-pointer',
      )}
      style={{ transform: `translateY(${props.top}px)`, height: props.height, backgroundColor: 'var(--row)' }}
    >
      {boxed && (
        <div
          role="gridcell"
          className="sticky start-0 z-[2] flex shrink-0 items-center justify-center"
          style={{ width: BOX, backgroundColor: 'var(--row)' }}
        >
          <Checkbox
            tabIndex={-1}
            aria-label={t('table.selectRow', { name: props.name })}
            checked={chosen}
            onCheckedChange={(_on, details) =>
              actions.current.choose(rowKey, details.event instanceof MouseEvent && details.event.shiftKey)
            }
          />
        </div>
      )}
      {columns.map((each) => (
        <div
          key={each.column.id}
          role="gridcell"
          className={cn(
            'flex shrink-0 items-center overflow-hidden px-2 text-sm',
            each.column.align === 'end' && 'justify-end tabular-nums',
          )}
          style={{ ...placeOf(each, boxed ? BOX : 0), ...(each.pinned && { backgroundColor: 'var(--row)' }) }}
        >
          <span className="min-w-0 truncate">{each.column.cell(row)}</span>
        </div>
      ))}
    </div>
  );
}

/** One row in view. */
export const DataRow = memo(Row) as typeof Row;
