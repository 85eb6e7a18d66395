import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { readPreference, writePreference } from '@/lib/storage';

type Props = {
  /** Under which the width is remembered. */
  name: string;
  /** Which edge of the screen the sized panel is at. */
  side: 'start' | 'end';
  /** Widths in px. */
  initial: number;
  min: number;
  max: number;
  /** What is resized, for screen readers. */
  label?: string;
  className?: string;
  children: ReactNode;
};

const STEP = 16;

/**
 * A panel whose width is changed by dragging its edge or with arrow keys (APG window splitter); Home and End go to the
 * limits, Enter or a double click back to the first width. Only a CSS variable changes while dragging: nothing renders.
 */
export function SplitPane({ name, side, initial, min, max, label, className, children }: Props) {
  const { t } = useTranslation('ui');
  const panel = useRef<HTMLDivElement>(null);
  const clamp = (width: number) => Math.round(Math.min(max, Math.max(min, width)));
  const [width, setWidth] = useState(() => clamp(Number(readPreference(`width.${name}`)) || initial));

  const show = (next: number) => panel.current?.style.setProperty('--pane', `${clamp(next)}px`);
  const keep = (next: number) => {
    setWidth(clamp(next));
    writePreference(`width.${name}`, String(clamp(next)));
  };
  /** +1 when moving right makes the panel wider. */
  const sign = () => {
    const rtl = panel.current ? getComputedStyle(panel.current).direction === 'rtl' : false;
    return (side === 'start') === !rtl ? 1 : -1;
  };

  const drag = (down: PointerEvent<HTMLDivElement>) => {
    if (down.button !== 0) return;
    down.preventDefault();
    const handle = down.currentTarget;
    const [from, direction] = [down.clientX, sign()];
    let next = width;
    const move = (event: globalThis.PointerEvent) => {
      next = width + (event.clientX - from) * direction;
      show(next);
    };
    const end = () => {
      handle.removeEventListener('pointermove', move);
      keep(next);
    };
    handle.setPointerCapture(down.pointerId);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', end, { once: true });
  };

  const press = (event: KeyboardEvent) => {
    const step = event.shiftKey ? STEP * 4 : STEP;
    const targets: Record<string, number> = {
      ArrowRight: width + step * sign(),
      ArrowLeft: width - step * sign(),
      Home: min,
      End: max,
      Enter: initial,
    };
    const next = targets[event.key];
    if (next === undefined) return;
    event.preventDefault();
    keep(next);
  };

  return (
    <div
      ref={panel}
      className={cn(
        'relative flex w-(--pane) shrink-0 flex-col',
        side === 'start' ? 'border-e' : 'border-s',
        className,
      )}
      style={{ '--pane': `${width}px` }}
    >
      {children}
      <div
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={label ?? t('resize')}
        aria-valuenow={width}
        aria-valuemin={min}
        aria-valuemax={max}
        onPointerDown={drag}
        onDoubleClick={() => keep(initial)}
        onKeyDown={press}
        className={cn(
          'absolute inset-y-0 z-10 w-2 cursor-col-resize touch-none transition-colors after:absolute after:inset-y-0 after:start-1/2 after:w-0.5 after:-translate-x-1/2 hover:after:bg-accent focus-visible:outline-none focus-visible:after:bg-accent active:after:bg-accent rtl:after:translate-x-1/2',
          side === 'start' ? '-end-1' : '-start-1',
        )}
      />
    </div>
  );
}
