import { useQuery } from '@tanstack/react-query';
import { ListFilterPlus, X } from 'lucide-react';
import { lazy, type MouseEvent, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allFields } from '@/api/catalogues';
import type { CustomerFilter } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { Button } from '@/ui/button';
import { Popover } from '@/ui/popover';
import { SkeletonLines } from '@/ui/skeleton';
import type { Place } from '../list/use-place';
import { CHOICES, type Choice, valuesOf, withCondition, withValues } from './parts';
import { useChoiceWords, useConditionWords } from './words';

const editors = () => import('./editor');
const ChoiceEditor = lazy(() => editors().then(({ ChoiceEditor: part }) => ({ default: part })));
const FieldEditor = lazy(() => editors().then(({ FieldEditor: part }) => ({ default: part })));
const NewFilter = lazy(() => editors().then(({ NewFilter: part }) => ({ default: part })));

type Props = { place: Place; locked: boolean };
type ChipProps = { filter: CustomerFilter; onChange: (filter: CustomerFilter) => void };

/** The filter as a sentence, every part of it editable and removable. `locked`: prospects are not part of the plan. */
export function FilterSentence({ place, locked }: Props) {
  const { t } = useTranslation('records/customers');
  const { filter, search, view, tab } = place;
  const [adding, setAdding] = useState(false);
  const change = { filter, onChange: place.setFilter };
  const own = tab !== null;
  const shown = CHOICES.filter(
    (choice) => valuesOf(filter, choice).length > 0 && !(choice === 'lifecycle' && own && !search.lifecycle),
  );
  const bothTags = shown.includes('allTags') && shown.includes('anyTags');
  const keyOf = (choice: Choice) => (!bothTags && choice.endsWith('Tags') ? 'tags' : choice);
  const trashChip = filter.trashed && tab !== 'trash';
  const parts: { key: string; chip: ReactNode }[] = [
    ...shown.map((choice) => ({ key: keyOf(choice), chip: <ChoiceChip choice={choice} {...change} /> })),
    ...(filter.fields ?? []).map(({ key }, at) => ({
      key: `${key} ${at}`,
      chip: <ConditionChip at={at} name={key} {...change} />,
    })),
    ...(trashChip
      ? [
          {
            key: 'trashed',
            chip: (
              <Shell text={t('filters.says.trashed')} onRemove={() => place.setFilter({ ...filter, trashed: false })} />
            ),
          },
        ]
      : []),
  ];
  const offered = CHOICES.filter((choice) => choice !== 'anyTags' && !(choice === 'lifecycle' && locked));
  return (
    <div data-sentence className="flex min-w-0 flex-wrap items-center gap-1.5">
      {parts.length > 0 && (
        <ul aria-label={t('filters.label')} className="contents">
          {parts.map(({ key, chip }, index) => (
            <li key={key} className="flex min-w-0 max-w-full items-center gap-1.5">
              <span className="text-muted text-xs">{t(index ? 'filters.and' : 'filters.lead')}</span>
              {chip}
            </li>
          ))}
        </ul>
      )}
      <Popover
        title={t('filters.add')}
        className="w-72"
        open={adding}
        onOpenChange={setAdding}
        trigger={
          <Button variant="quiet" size="sm" data-add>
            <ListFilterPlus size={14} aria-hidden />
            {t('filters.add')}
          </Button>
        }
      >
        <Suspense fallback={<SkeletonLines lines={4} />}>
          <NewFilter
            {...change}
            offered={offered}
            trash={!filter.trashed && view !== undefined}
            onDone={() => setAdding(false)}
          />
        </Suspense>
      </Popover>
      {parts.length > 0 && (
        <Button variant="quiet" size="sm" onClick={place.clear}>
          {t('filters.clear')}
        </Button>
      )}
    </div>
  );
}

type ShellProps = { text: string; onRemove: () => void; children?: (close: () => void) => ReactNode };

function Shell({ text, onRemove, children }: ShellProps) {
  const { t } = useTranslation('ui');
  const [open, setOpen] = useState(false);
  // The cross goes with the chip: the focus stays in the sentence.
  const remove = (event: MouseEvent<HTMLElement>) => {
    event.currentTarget.closest('[data-sentence]')?.querySelector<HTMLElement>('[data-add]')?.focus();
    onRemove();
  };
  const words = 'flex min-w-0 items-center truncate rounded-s-full ps-2.5 pe-1 text-xs';
  return (
    <span className="inline-flex h-7 min-w-0 max-w-full items-stretch rounded-full border bg-surface">
      {children ? (
        <Popover
          title={text}
          className="w-72"
          open={open}
          onOpenChange={setOpen}
          trigger={
            <button type="button" className={`${words} hover:bg-hover data-popup-open:bg-hover`}>
              <span className="truncate">{text}</span>
            </button>
          }
        >
          <Suspense fallback={<SkeletonLines lines={4} />}>{children(() => setOpen(false))}</Suspense>
        </Popover>
      ) : (
        <span className={words}>{text}</span>
      )}
      <button
        type="button"
        onClick={remove}
        aria-label={t('remove', { name: text })}
        className="flex w-6 shrink-0 items-center justify-center rounded-e-full text-muted hover:bg-hover hover:text-ink"
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}

function ChoiceChip({ choice, filter, onChange }: ChipProps & { choice: Choice }) {
  const text = useChoiceWords(choice, valuesOf(filter, choice));
  return (
    <Shell text={text} onRemove={() => onChange(withValues(filter, choice, []))}>
      {() => <ChoiceEditor choice={choice} filter={filter} onChange={onChange} />}
    </Shell>
  );
}

function ConditionChip({ at, name, filter, onChange }: ChipProps & { at: number; name: string }) {
  const fields = useQuery({ ...allFields(), enabled: useMay('custom_fields:read') });
  const field = fields.data?.find(({ key, viewable }) => viewable && key === name);
  const text = useConditionWords(field, filter.fields?.[at]);
  const remove = () => onChange(withCondition(filter, at, null));
  if (!field) return <Shell text={text} onRemove={remove} />;
  return (
    <Shell text={text} onRemove={remove}>
      {(close) => <FieldEditor at={at} field={field} filter={filter} onChange={onChange} onDone={close} />}
    </Shell>
  );
}
