import { Search } from 'lucide-react';
import { type Ref, useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDebounced } from '@/lib/use-debounced';
import { Input } from '@/ui/input';
import { Spinner } from '@/ui/spinner';

type Props = {
  ref: Ref<HTMLInputElement>;
  value: string;
  onChange: (value: string) => void;
  fetching: boolean;
  /** Arrow down and Enter go into the list. */
  onLeave: () => void;
};

/** Searches while one types; the list follows a moment later, the input never waits. */
export function SearchBox({ ref, value, onChange, fetching, onLeave }: Props) {
  const { t } = useTranslation('records/customers');
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
    <Input
      ref={ref}
      type="search"
      icon={Search}
      aria-label={t('list.search')}
      placeholder={t('list.search')}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') typed ? setTyped('') : event.currentTarget.blur();
        if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
        event.preventDefault();
        onLeave();
      }}
      end={fetching && typed ? <Spinner /> : undefined}
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
    />
  );
}
