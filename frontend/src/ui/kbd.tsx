import { cn } from '@/lib/cn';

const mac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');
const signs: Record<string, string> = {
  mod: mac ? '⌘' : 'Ctrl',
  shift: '⇧',
  alt: mac ? '⌥' : 'Alt',
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
};

/** Keys of a shortcut: `mod+k` (together) or `g w` (one after the other). `mod` is ⌘ on a Mac, else Ctrl. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <span className={cn('inline-flex shrink-0 items-center gap-1 font-medium text-muted text-xs', className)}>
      {keys.split(' ').map((chord) => (
        <kbd
          key={chord}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border bg-sunken px-1 font-sans"
        >
          {chord
            .split('+')
            .map((key) => signs[key.toLowerCase()] ?? (key.length === 1 ? key.toUpperCase() : key))
            .join(mac ? '' : ' ')}
        </kbd>
      ))}
    </span>
  );
}
