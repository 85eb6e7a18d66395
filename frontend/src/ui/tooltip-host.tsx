import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Kbd } from './kbd';

type Shown = { anchor: HTMLElement; text: string; keys?: string; side: string };
const DELAY_MS = 500;
const GAP = 6;

/**
 * The one tooltip of the application (WCAG 1.4.13): waits half a second, unless another was just shown; stays while the
 * pointer is on it; Escape, a press or scrolling puts it away. Touch never shows it.
 */
export function TooltipHost() {
  const [shown, setShown] = useState<Shown | null>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastHidden = 0;
    const hide = () => {
      clearTimeout(timer);
      setShown((now) => {
        if (now) lastHidden = performance.now();
        return null;
      });
    };
    const show = (anchor: HTMLElement, delay: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const { tooltip, tooltipKeys: keys, tooltipSide: side = 'bottom' } = anchor.dataset;
        if (tooltip && anchor.isConnected && !anchor.matches('[data-popup-open]'))
          setShown({ anchor, text: tooltip, keys, side });
      }, delay);
    };
    const anchorOf = (target: EventTarget | null) =>
      target instanceof Element ? target.closest<HTMLElement>('[data-tooltip]') : null;
    const over = (event: PointerEvent) => {
      if (event.pointerType === 'touch' || box.current?.contains(event.target as Node)) return;
      const anchor = anchorOf(event.target);
      if (anchor) show(anchor, performance.now() - lastHidden < 300 ? 0 : DELAY_MS);
      else hide();
    };
    const focus = (event: FocusEvent) => {
      const anchor = anchorOf(event.target);
      if (anchor?.matches(':focus-visible')) show(anchor, DELAY_MS);
    };
    const key = (event: KeyboardEvent) => event.key === 'Escape' && hide();
    const listeners = [
      ['pointerover', over],
      ['focusin', focus],
      ['focusout', hide],
      ['pointerdown', hide],
      ['scroll', hide],
      ['keydown', key],
    ] as const;
    for (const [name, listen] of listeners)
      addEventListener(name, listen as EventListener, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      for (const [name, listen] of listeners) removeEventListener(name, listen as EventListener, { capture: true });
    };
  }, []);

  useLayoutEffect(() => {
    const tip = box.current;
    if (!shown || !tip) return;
    const { left, top } = placeOf(shown, tip);
    tip.style.translate = `${left}px ${top}px`;
    tip.style.opacity = '1';
  }, [shown]);

  if (!shown) return null;
  return (
    <div
      ref={box}
      role="tooltip"
      aria-hidden // the anchor has an accessible name of its own that says the same
      className="fixed top-0 left-0 z-[70] flex max-w-72 items-center gap-2 rounded-md border bg-surface px-2 py-1 text-ink text-xs opacity-0 shadow-float"
    >
      {shown.text}
      {shown.keys && <Kbd keys={shown.keys} />}
    </div>
  );
}

/** Beside the anchor on the wished side, on the other one where there is no room, never outside the window. */
function placeOf({ anchor, side }: Shown, tip: HTMLElement): { left: number; top: number } {
  const [at, own] = [anchor.getBoundingClientRect(), tip.getBoundingClientRect()];
  const [width, height] = [innerWidth, innerHeight];
  const inside = (value: number, size: number, room: number) =>
    Math.round(Math.max(4, Math.min(value, room - size - 4)));
  if (side.startsWith('inline')) {
    const right = (side === 'inline-end') === (getComputedStyle(anchor).direction === 'ltr');
    const [after, before] = [at.right + GAP, at.left - GAP - own.width];
    const left = right ? (after + own.width < width ? after : before) : before > 0 ? before : after;
    return {
      left: inside(left, own.width, width),
      top: inside(at.top + (at.height - own.height) / 2, own.height, height),
    };
  }
  const [below, above] = [at.bottom + GAP, at.top - GAP - own.height];
  const top = side === 'top' ? (above > 0 ? above : below) : below + own.height < height ? below : above;
  return { left: inside(at.left + (at.width - own.width) / 2, own.width, width), top: inside(top, own.height, height) };
}
