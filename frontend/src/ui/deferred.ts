import { cloneElement, type KeyboardEvent, type ReactElement, useEffect, useState } from 'react';
import { whenReachable } from '@/lib/lazily';

type Loader<M> = { parts: M | undefined; load: () => Promise<M> };

/** A module that is fetched when it is about to be needed, and there at once from then on. */
export function deferred<M>(fetch: () => Promise<M>): Loader<M> {
  const loader: Loader<M> = {
    parts: undefined,
    load: async () => {
      loader.parts ??= await whenReachable(fetch);
      return loader.parts;
    },
  };
  return loader;
}

type Popup = { trigger: ReactElement; open?: boolean; onOpenChange?: (open: boolean) => void };

/**
 * A trigger whose popup is not loaded yet: hovering or focusing it fetches, pressing it opens. `plain` is that trigger, or
 * null once the real one takes its place; `openAtOnce` then says whether a popup that keeps its own state begins open.
 */
export function useDeferredTrigger<M>(loader: Loader<M>, popup: Popup, kind: 'menu' | 'dialog') {
  const { trigger, open: wanted, onOpenChange } = popup;
  const [real, setReal] = useState<{ open: boolean } | null>(null);
  useEffect(() => {
    if (wanted) void loader.load().then(() => setReal((now) => now ?? { open: false }));
  }, [wanted, loader]);
  if (real) return { plain: null, openAtOnce: real.open };

  const prepare = () => void loader.load();
  const open = () =>
    void loader.load().then(() => {
      setReal({ open: wanted === undefined });
      onOpenChange?.(true);
    });
  const { disabled } = trigger.props as { disabled?: boolean };
  const plain = cloneElement(trigger as ReactElement<Record<string, unknown>>, {
    'aria-haspopup': kind,
    'aria-expanded': false,
    onPointerEnter: prepare,
    onFocus: prepare,
    onClick: () => !disabled && open(),
    ...(kind === 'menu' && {
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
        event.preventDefault();
        open();
      },
    }),
  });
  return { plain, openAtOnce: false };
}
