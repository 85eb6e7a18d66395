import { type RefObject, type UIEvent, useEffectEvent, useLayoutEffect, useRef } from 'react';

const places = new Map<string, number>();

/** A list that changes begins at its top, or where it was left. Returns what hears of scrolling. */
export function useScrollPlace(scroller: RefObject<HTMLElement | null>, key: string | undefined, onChange: () => void) {
  const changed = useEffectEvent(onChange);
  useLayoutEffect(() => {
    if (!key || !scroller.current) return;
    scroller.current.scrollTop = places.get(key) ?? 0;
    changed();
  }, [key, scroller]);
  return (event: UIEvent<HTMLElement>) => void (key && places.set(key, event.currentTarget.scrollTop));
}

/** The newest value behind an object that stays the same, for handlers of what is drawn rarely. */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}
