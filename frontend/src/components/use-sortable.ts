import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { type Place, placeOf } from '@/lib/order';

export type Sortable = {
  /** Rows of different kinds do not take each other. */
  kind: string;
  id: string;
  /** Something can also be dropped into it. */
  inside?: boolean;
  /** Whether this row takes `source` at all. */
  accepts?: (source: string) => boolean;
  onDrop: (source: string, place: Place) => void;
  /** Cannot be dragged, and takes nothing. */
  fixed?: boolean;
  /** What is taken hold of; the whole row without. */
  handle?: RefObject<HTMLElement | null>;
};

/** Lets a row be put elsewhere by dragging; says where a row held over it would come to lie. */
export function useSortable(row: RefObject<HTMLElement | null>, sortable: Sortable) {
  const { kind, id, inside = false, fixed, handle } = sortable;
  const [place, setPlace] = useState<Place | null>(null);
  const [dragging, setDragging] = useState(false);
  const takes = useEffectEvent((source: string) => source !== id && (sortable.accepts?.(source) ?? true));
  const drop = useEffectEvent((source: string, where: Place) => sortable.onDrop(source, where));
  useEffect(() => {
    const element = row.current;
    if (!element || fixed) return;
    const sourceOf = (data: Record<string, unknown>) => (data.kind === kind ? String(data.id) : null);
    const placeAt = (y: number) => placeOf(y, element.getBoundingClientRect(), inside);
    return combine(
      draggable({
        element,
        dragHandle: handle?.current ?? undefined,
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
  }, [row, handle, kind, id, inside, fixed]);
  return { place, dragging };
}
