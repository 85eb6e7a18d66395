import { ArrowDown, ArrowUp, GripVertical } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { MenuItem } from '@/ui/menu';
import { type Sortable, useSortable } from './use-sortable';

type Props = Omit<Sortable, 'handle'> & {
  /** Steps inwards, for trees. */
  depth?: number;
  className?: string;
  children: ReactNode;
};

/** A row that is put elsewhere by dragging. Its menu has `MoveItems`: dragging is never the only way. */
export function SortRow({ depth = 0, className, children, ...sortable }: Props) {
  const row = useRef<HTMLLIElement>(null);
  const { place, dragging } = useSortable(row, sortable);
  return (
    <li
      ref={row}
      style={{ paddingInlineStart: `${depth * 20}px` }}
      className={cn(
        'relative flex min-h-10 items-center gap-1.5',
        dragging && 'opacity-50',
        place === 'inside' && 'rounded-md bg-accent-soft',
        place === 'before' && 'before:absolute before:inset-x-0 before:-top-px before:h-0.5 before:bg-accent',
        place === 'after' && 'after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:bg-accent',
        className,
      )}
    >
      {!sortable.fixed && <GripVertical size={14} aria-hidden className="shrink-0 cursor-grab text-line-strong" />}
      {children}
    </li>
  );
}

/** The same by menu: one step, for keyboard, pen and touch. */
export function MoveItems({ index, count, onMove }: { index: number; count: number; onMove: (to: number) => void }) {
  const { t } = useTranslation('components');
  return (
    <>
      <MenuItem icon={ArrowUp} disabled={index <= 0} onClick={() => onMove(index - 1)}>
        {t('list.moveUp')}
      </MenuItem>
      <MenuItem icon={ArrowDown} disabled={index >= count - 1} onClick={() => onMove(index + 1)}>
        {t('list.moveDown')}
      </MenuItem>
    </>
  );
}
