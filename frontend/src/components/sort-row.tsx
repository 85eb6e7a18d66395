import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { ArrowDown, ArrowUp, GripVertical } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { type Place, placeOf } from '@/lib/order';
import { MenuItem } from '@/ui/menu';

type Props = {
  /** Rows of different kinds do not take each other. */
  kind: string;
  id: string;
  /** Something can also be dropped into it. */
  inside?: boolean;
  /** Whether this row takes `source` at all. */
  accepts?: (source: string) => boolean;
  onDrop: (source: string, place: Place) => void;
  /** Steps inwards, for trees. */
  depth?: number;
  /** Cannot be dragged; the grip is not shown. */
  fixed?: boolean;
  className?: string;
  children: ReactNode;
};

/** A row that is put elsewhere by dragging. Its menu has `MoveItems`: dragging is never the only way. */
export function SortRow({ kind, id, inside = false, accepts, onDrop, depth = 0, fixed, className, children }: Props) {
  const row = useRef<HTMLLIElement>(null);
  const [place, setPlace] = useState<Place | null>(null);
  const [dragging, setDragging] = useState(false);
  const takes = useEffectEvent((source: string) => source !== id && (accepts?.(source) ?? true));
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    const element = row.current;
    if (!element || fixed) return;
    const sourceOf = (data: Record<string, unknown>) => (data.kind === kind ? String(data.id) : null);
    const placeAt = (y: number) => placeOf(y, element.getBoundingClientRect(), inside);
    return combine(
      draggable({
        element,
        getInitialData: () => ({ kind, id }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => {
          const from = sourceOf(source.data);
          return from !== null && takes(from);
        },
        onDrag: ({ location }) => setPlace(placeAt(location.current.input.clientY)),
        onDragLeave: () => setPlace(null),
        onDrop: ({ source, location }) => {
          setPlace(null);
          const from = sourceOf(source.data);
          if (from) drop(from, placeAt(location.current.input.clientY));
        },
      }),
    );
  }, [kind, id, inside, fixed]);
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
      {!fixed && <GripVertical size={14} aria-hidden className="shrink-0 cursor-grab text-line-strong" />}
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
