import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { type Place, placeOf } from '@/lib/order';

const KIND = 'automation-step';
const sourceOf = (data: Record<string, unknown>) => (data.kind === KIND ? String(data.id) : null);

type Options = {
  head: RefObject<HTMLElement | null>;
  id: string;
  fixed: boolean;
  accepts: (source: string) => boolean;
  onDrop: (source: string, place: Exclude<Place, 'inside'>) => void;
};

/** The head of a step's card can be dragged, and takes others before or after it. Its menu does the same without a pointer. */
export function useStepDrag({ head, id, fixed, accepts, onDrop }: Options) {
  const [place, setPlace] = useState<Place | null>(null);
  const [dragging, setDragging] = useState(false);
  const takes = useEffectEvent((source: string) => source !== id && accepts(source));
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    const element = head.current;
    if (!element || fixed) return;
    const placeAt = (y: number) => placeOf(y, element.getBoundingClientRect(), false);
    return combine(
      draggable({
        element,
        getInitialData: () => ({ kind: KIND, id }),
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
          const at = placeAt(location.current.input.clientY);
          if (from && at !== 'inside') drop(from, at);
        },
      }),
    );
  }, [head, id, fixed]);
  return { place, dragging };
}

/** An empty list takes steps too. */
export function useListDrop(
  ref: RefObject<HTMLElement | null>,
  accepts: (source: string) => boolean,
  onDrop: (source: string) => void,
) {
  const [over, setOver] = useState(false);
  const takes = useEffectEvent(accepts);
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => {
        const from = sourceOf(source.data);
        return from !== null && takes(from);
      },
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        const from = sourceOf(source.data);
        if (from) drop(from);
      },
    });
  }, [ref]);
  return over;
}
