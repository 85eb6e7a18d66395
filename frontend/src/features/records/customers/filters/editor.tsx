import { useQuery } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allFields } from '@/api/catalogues';
import type { CustomerFilter, CustomFieldOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { SearchField } from '@/components/search-field';
import { Button } from '@/ui/button';
import { ChoiceEditor } from './choice-editor';
import { ConditionEditor } from './condition-editor';
import { isFilterable } from './fields';
import { type Choice, valuesOf, withCondition } from './parts';

type Editing = { filter: CustomerFilter; onChange: (filter: CustomerFilter) => void };
/** `onDone`: what was typed is taken. */
type Ending = { onDone: () => void };

export { ChoiceEditor };

type FieldProps = Editing & Ending & { at: number; field: CustomFieldOut };

/** Changes the condition on a custom field that stands at a place of the filter. */
export function FieldEditor({ filter, onChange, at, field, onDone }: FieldProps) {
  return (
    <ConditionEditor
      field={field}
      condition={filter.fields?.[at] ?? null}
      onChange={(condition) => onChange(withCondition(filter, at, condition))}
      onDone={onDone}
    />
  );
}

type Target = { name: string } & ({ choice: Choice } | { field: CustomFieldOut; at: number });

type NewProps = Editing & Ending & { offered: Choice[]; trash: boolean };

/** First what to filter by, then with what. `offered` are the choices that make sense in this place. */
export function NewFilter({ filter, onChange, offered, trash, onDone }: NewProps) {
  const { t } = useTranslation('records/customers');
  const [target, setTarget] = useState<Target | null>(null);
  if (!target)
    return (
      <Targets
        filter={filter}
        offered={offered}
        trash={trash}
        onChoose={setTarget}
        onTrash={() => {
          onChange({ ...filter, trashed: true });
          onDone();
        }}
      />
    );
  return (
    <div className="flex flex-col gap-2">
      <Button variant="quiet" size="sm" className="-ms-1 self-start" onClick={() => setTarget(null)}>
        <ChevronLeft size={14} aria-hidden className="rtl:-scale-x-100" />
        {target.name}
        <span className="sr-only">{t('filters.back')}</span>
      </Button>
      {'choice' in target ? (
        <ChoiceEditor choice={target.choice} filter={filter} onChange={onChange} />
      ) : (
        <FieldEditor filter={filter} onChange={onChange} at={target.at} field={target.field} onDone={onDone} />
      )}
    </div>
  );
}

type TargetsProps = {
  filter: CustomerFilter;
  offered: Choice[];
  trash: boolean;
  onChoose: (target: Target) => void;
  onTrash: () => void;
};

const MOST_CONDITIONS = 10;

function Targets({ filter, offered, trash, onChoose, onTrash }: TargetsProps) {
  const { t, i18n } = useTranslation('records/customers');
  const known = useQuery({ ...allFields(), enabled: useMay('custom_fields:read') });
  const [typed, setTyped] = useState('');
  const plain = (text: string) => text.toLocaleLowerCase(i18n.resolvedLanguage);
  const matches = (name: string) => plain(name).includes(plain(typed.trim()));
  const at = filter.fields?.length ?? 0;
  const fields = at < MOST_CONDITIONS ? (known.data ?? []).filter(isFilterable) : [];
  const tagged: Choice = valuesOf(filter, 'anyTags').length ? 'anyTags' : 'allTags';
  const targets: (Target & { run?: () => void })[] = [
    ...offered.map((choice): Target => {
      const isTags = choice === 'allTags';
      return { name: t(isTags ? 'filters.names.tags' : `filters.names.${choice}`), choice: isTags ? tagged : choice };
    }),
    ...fields.map((field): Target => ({ name: field.label, field, at })),
  ].filter(({ name }) => matches(name));
  const row = 'flex min-h-row w-full items-center gap-2 rounded-md px-2 text-start text-sm hover:bg-hover';
  return (
    <div className="flex flex-col gap-2">
      <SearchField label={t('filters.findTarget')} value={typed} onChange={setTyped} icon={undefined} autoFocus />
      <ul aria-label={t('filters.targets')} className="-mx-1 max-h-80 overflow-y-auto">
        {targets.map((target) => (
          <li key={'choice' in target ? target.choice : target.field.id}>
            <button type="button" onClick={() => onChoose(target)} className={row}>
              <span className="min-w-0 flex-1 truncate">{target.name}</span>
              {'field' in target && <span className="text-muted text-xs">{target.field.section}</span>}
            </button>
          </li>
        ))}
        {trash && matches(t('filters.says.trashed')) && (
          <li>
            <button type="button" onClick={onTrash} className={row}>
              {t('filters.says.trashed')}
            </button>
          </li>
        )}
      </ul>
      {targets.length === 0 && <p className="text-muted text-sm">{t('filters.none')}</p>}
    </div>
  );
}
