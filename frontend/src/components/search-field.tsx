import { Search } from 'lucide-react';
import { type ComponentProps, useEffect, useEffectEvent, useState } from 'react';
import { useDebounced } from '@/lib/use-debounced';
import { Input } from '@/ui/input';
import { Spinner } from '@/ui/spinner';

type Props = Omit<ComponentProps<typeof Input>, 'type' | 'value' | 'onChange'> & {
  /** What is searched; also stands in the empty field. */
  label: string;
  value: string;
  onChange: (text: string) => void;
};

/** Where one types what is looked for. */
export function SearchField({ label, onChange, ...props }: Props) {
  return (
    <Input
      icon={Search}
      autoComplete="off"
      spellCheck={false}
      {...props}
      type="search"
      aria-label={label}
      placeholder={label}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

type SettledProps = Props & {
  /** The list is being asked. */
  fetching?: boolean;
  /** Arrow down and Enter go into the list. */
  onLeave?: () => void;
  /** What stands at the end while there is a text. */
  clear?: (empty: () => void) => ComponentProps<typeof Input>['end'];
};

/** Searches while one types; the list follows a moment later, the field never waits. It follows its address when that changes. */
export function SettledSearch({ value, onChange, fetching, onLeave, clear, ...props }: SettledProps) {
  const [typed, setTyped] = useState(value);
  const settled = useDebounced(typed, 120);
  const commit = useEffectEvent((next: string) => {
    if (next !== value) onChange(next);
  });
  useEffect(() => commit(settled.trim()), [settled]);
  const follow = useEffectEvent((next: string) => {
    if (settled === typed && next !== typed.trim()) setTyped(next);
  });
  useEffect(() => follow(value), [value]);
  return (
    <SearchField
      {...props}
      value={typed}
      onChange={setTyped}
      maxLength={200}
      end={typed ? (clear?.(() => setTyped('')) ?? (fetching && <Spinner />)) : undefined}
      onKeyDown={(event) => {
        if (!onLeave) return;
        if (event.key === 'Escape') typed ? setTyped('') : event.currentTarget.blur();
        if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
        event.preventDefault();
        onLeave();
      }}
    />
  );
}
