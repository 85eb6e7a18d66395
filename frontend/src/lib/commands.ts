import type { LucideIcon } from 'lucide-react';
import { useEffect, useId, useMemo, useSyncExternalStore } from 'react';

/**
 * Something a person can do here. One registry feeds the command palette, the shortcuts and the `?` sheet, so that none of
 * them can say something else than the others.
 */
export type Command = {
  /** Unique among what is on the screen, e.g. `customer.move`. */
  id: string;
  label: string;
  /** `mod+k`, `?`, `e`, or one after the other: `g w`. `mod` is ⌘ on a Mac, else Ctrl. */
  keys?: string;
  icon?: LucideIcon;
  /** Heading in the palette and the sheet; commands of the record come before those of the application. */
  group: string;
  /** More words to be found by. */
  keywords?: string;
  /** Only a shortcut (moving in a list): not in the palette. */
  hidden?: boolean;
  /** Also works while typing. Only with `mod`. */
  whileTyping?: boolean;
  run: () => void;
};

const registry = new Map<string, readonly Command[]>();

/** All commands of the screen, the last mounted place first. */
export const listCommands = (): Command[] => [...registry.values()].reverse().flat();

let version = 0;
const watchers = new Set<() => void>();
const changed = () => {
  version++;
  for (const watcher of watchers) watcher();
};
const watch = (watcher: () => void) => {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
};

/** The same for a list that stays open: parts of the page that are fetched late bring their commands late. */
export function useCommandList(): Command[] {
  const now = useSyncExternalStore(watch, () => version);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for what is read
  return useMemo(listCommands, [now]);
}

const idsOf = (commands: readonly Command[] = []) => commands.map(({ id }) => id).join(' ');

/** Offers commands for as long as the calling component is shown. */
export function useCommands(commands: readonly Command[]): void {
  const id = useId();
  useEffect(() => {
    const others = idsOf(registry.get(id)) !== idsOf(commands);
    registry.set(id, commands);
    if (others) changed();
  });
  useEffect(
    () => () => {
      registry.delete(id);
      changed();
    },
    [id],
  );
}

const OWN_KEYS =
  'input,textarea,select,[contenteditable=true],[role=dialog],[role=alertdialog],[role=menu],[role=listbox]';
/** What Enter already does something with. */
const PRESSED = 'a,button,summary,[role=button],[role=treeitem]';
const inField = (target: EventTarget | null) => target instanceof Element && target.closest(OWN_KEYS) !== null;

/** `mod+k`, `shift+enter`, `?`: a sign that needs Shift on some keyboards is named by the sign alone. */
export function chordOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key.toLowerCase();
  const sign = key.length === 1 && key.toUpperCase() === key;
  return [
    (event.ctrlKey || event.metaKey) && 'mod',
    event.altKey && !sign && 'alt',
    event.shiftKey && !sign && 'shift',
    key,
  ]
    .filter(Boolean)
    .join('+');
}

const WAIT_MS = 1_000;

/** Listens for the whole application; once, in the shell. Returns how to stop. */
export function startShortcuts(target: Window = window): () => void {
  let first = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || (event.repeat && event.key.length > 1)) return;
    const chord = chordOf(event);
    const typing = inField(event.target);
    if (chord === 'enter' && event.target instanceof Element && event.target.closest(PRESSED)) return;
    const fits = (command: Command, keys: string) => command.keys === keys && (!typing || command.whileTyping);
    const all = listCommands();
    const found =
      (first && all.find((command) => fits(command, `${first} ${chord}`))) ||
      all.find((command) => fits(command, chord));
    clearTimeout(timer);
    const starts = !typing && all.some((command) => command.keys?.startsWith(`${chord} `));
    first = starts && !found ? chord : '';
    timer = setTimeout(() => {
      first = '';
    }, WAIT_MS);
    if (!found) return;
    event.preventDefault();
    found.run();
  };
  target.addEventListener('keydown', listen);
  return () => {
    clearTimeout(timer);
    target.removeEventListener('keydown', listen);
  };
}
