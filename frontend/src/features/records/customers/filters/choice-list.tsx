import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchField } from '@/components/search-field';
import { Checkbox } from '@/ui/checkbox';
import { Dot } from '@/ui/chip';
import { SkeletonLines } from '@/ui/skeleton';
import type { Item } from './use-choices';

const SEARCH_FROM = 8;
const MOST = 200;

type Props = {
  label: string;
  items: readonly Item[];
  isPending?: boolean;
  values: readonly string[];
  onToggle: (id: string, on: boolean) => void;
};

/** Several of many, each a box; found by typing where there are more than a few. */
export function ChoiceList({ label, items, isPending, values, onToggle }: Props) {
  const { t, i18n } = useTranslation('records/customers');
  const id = useId();
  const [typed, setTyped] = useState('');
  // Chosen ones stay on top as they were when this was opened: boxes must not move below the pointer.
  const [first] = useState(() => new Set(values));
  const plain = (text: string) => text.toLocaleLowerCase(i18n.resolvedLanguage);
  const query = plain(typed.trim());
  const nested = items.some(({ depth }) => depth);
  const found = items.filter(({ name, hint = '' }) => plain(`${name} ${hint}`).includes(query));
  const shown = (
    nested ? found : [...found.filter((item) => first.has(item.id)), ...found.filter((item) => !first.has(item.id))]
  ).slice(0, MOST);
  if (isPending) return <SkeletonLines lines={4} />;
  return (
    <div className="flex flex-col gap-2">
      {items.length > SEARCH_FROM && (
        <SearchField label={t('filters.find', { name: label })} value={typed} onChange={setTyped} />
      )}
      <ul aria-label={label} className="-mx-1 max-h-72 overflow-y-auto">
        {shown.map((item) => (
          <li key={item.id} style={{ paddingInlineStart: query ? 0 : `${item.depth ?? 0}rem` }}>
            <label
              htmlFor={`${id}-${item.id}`}
              className="flex min-h-row cursor-pointer items-center gap-2 rounded-md px-1 hover:bg-hover"
            >
              <Checkbox
                id={`${id}-${item.id}`}
                checked={values.includes(item.id)}
                onCheckedChange={(on) => onToggle(item.id, on)}
              />
              {item.colour !== undefined && <Dot colour={item.colour} />}
              <span className="min-w-0 flex-1 truncate text-sm">{item.name}</span>
              {item.hint && <span className="max-w-[45%] truncate text-muted text-xs">{item.hint}</span>}
            </label>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className="text-muted text-sm">{t('filters.none')}</p>}
      {found.length > MOST && <p className="text-muted text-xs">{t('filters.more', { count: found.length - MOST })}</p>}
    </div>
  );
}
