import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ArrowRight, Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listCustomersOptions } from '@/api/gen/@tanstack/react-query.gen';
import { useMay } from '@/api/session';
import { cn } from '@/lib/cn';
import { type Command, useCommandList } from '@/lib/commands';
import { rank } from '@/lib/rank';
import { useDebounced } from '@/lib/use-debounced';
import { Avatar } from '@/ui/avatar';
import { backdrop, groupLabel, item } from '@/ui/floating';
import { Kbd } from '@/ui/kbd';

type Row = { id: string; label: string; hint?: string; command?: Command; run: () => void };
type Group = { value: string; items: Row[] };

/** Goes to any customer and does whatever the screen offers. Typing is never held up: old rows stay while new ones come. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('app/shell');
  const [query, setQuery] = useState('');
  const commands = useCommandList().filter(({ hidden }) => !hidden);
  const found = useCustomers(query);
  const matching = rank(commands, query, ({ label, keywords = '' }) => `${label} ${keywords}`);
  const groups: Group[] = [...Map.groupBy(matching, ({ group }) => group)].map(([value, list]) => ({
    value,
    items: list.map((command) => ({ id: command.id, label: command.label, command, run: command.run })),
  }));
  if (found.rows.length > 0) groups.unshift({ value: t('palette.customers'), items: found.rows });
  const count = groups.reduce((sum, group) => sum + group.items.length, 0);

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdrop} />
        <Dialog.Popup
          aria-label={t('palette.title')}
          className="fixed inset-x-3 top-[max(0.75rem,12dvh)] z-50 mx-auto flex max-h-[min(32rem,76dvh)] max-w-xl flex-col overflow-hidden rounded-lg border bg-surface shadow-float outline-none transition-[scale,opacity] data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0"
        >
          <Autocomplete.Root
            open
            inline
            items={groups}
            value={query}
            onValueChange={(next, { reason }) => reason !== 'item-press' && setQuery(next)}
            mode="none"
            autoHighlight="always"
            keepHighlight
            itemToStringValue={(row: Row) => row.label}
          >
            <div className="flex shrink-0 items-center gap-2.5 border-b px-4">
              <Search size={16} aria-hidden className="shrink-0 text-muted" />
              <Autocomplete.Input
                aria-label={t('palette.title')}
                placeholder={t('palette.placeholder')}
                className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none"
              />
              {/* Beside the field: a line of its own would move the rows, and a press would miss the one it began on. */}
              {found.note && <p className="shrink-0 text-muted text-xs">{found.note}</p>}
              <Dialog.Close className="rounded-sm">
                <Kbd keys="escape" />
                <span className="sr-only">{t('palette.title')}</span>
              </Dialog.Close>
            </div>
            <p role="status" className="sr-only">
              {query && t('palette.results', { count })}
            </p>
            {count === 0 && <p className="px-4 py-8 text-center text-muted text-sm">{t('palette.none', { query })}</p>}
            <Autocomplete.List className="min-h-0 overflow-y-auto overscroll-contain p-1.5 [scrollbar-width:thin] data-empty:hidden">
              {(group: Group) => (
                <Autocomplete.Group key={group.value} items={group.items}>
                  <Autocomplete.GroupLabel className={groupLabel}>{group.value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(row: Row) => (
                      <Autocomplete.Item
                        key={row.id}
                        value={row}
                        onClick={() => {
                          onClose();
                          row.run();
                        }}
                        className={cn(item, 'min-h-9')}
                      >
                        <Face row={row} />
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Face({ row: { id, label, hint, command } }: { row: Row }) {
  const Icon = command?.icon ?? ArrowRight;
  return (
    <>
      {command ? (
        <Icon size={16} aria-hidden className="shrink-0 text-muted" />
      ) : (
        <Avatar id={id} name={label} size="xs" />
      )}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {hint && <span className="max-w-[50%] truncate text-muted text-xs">{hint}</span>}
      {command?.keys && <Kbd keys={command.keys} />}
    </>
  );
}

const LIMIT = 8;

/** Customers that match, from two letters on. */
function useCustomers(query: string): { rows: Row[]; note: string | null } {
  const { t } = useTranslation('app/shell');
  const navigate = useNavigate();
  const allowed = useMay('customers:read');
  const settled = useDebounced(query.trim(), 120);
  const enabled = allowed && settled.length >= 2;
  const { data, isFetching, isError } = useQuery({
    ...listCustomersOptions({ query: { q: settled, limit: LIMIT } }),
    enabled,
    placeholderData: keepPreviousData,
  });
  if (!enabled || query.trim().length < 2) return { rows: [], note: null };
  const rows = (data?.items ?? []).map(({ id, name, email, phone }) => ({
    id,
    label: name,
    hint: email ?? phone ?? undefined,
    run: () => void navigate({ to: '/w/$customerId', params: { customerId: id } }),
  }));
  const waiting = isFetching && rows.length === 0;
  return { rows, note: isError ? t('palette.failed') : waiting ? t('palette.searching') : null };
}
