import { CircleAlert, Info, Plus } from 'lucide-react';
import { memo, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { cn } from '@/lib/cn';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { NativeSelect } from '@/ui/native-select';
import { TargetSelect, useTargetNames } from './target-select';
import {
  ATRIUM_ID,
  columnLetters,
  externalId,
  FIELD_TYPES,
  type MappingProblem,
  newField,
  parseTarget,
  SKIP,
} from './targets';

type Props = {
  columns: readonly ColumnOut[];
  mapping: readonly string[];
  index: number;
  problem?: MappingProblem;
  onChange: (index: number, target: string) => void;
};

const SURE = 0.9;

/** One column of the file: what it holds, and what it becomes. */
export const ColumnRow = memo(function ColumnRow({ columns, mapping, index, problem, onChange }: Props) {
  const { t } = useTranslation('records/transfers/imports');
  const nameOf = useTargetNames(columns);
  const mayMake = useMay('custom_fields:manage');
  const id = useId();
  const column = columns[index];
  if (!column) return null;
  const { heading, samples, suggested, confidence, reason } = column;
  const target = mapping[index] ?? SKIP;
  const offersField = target === SKIP && parseTarget(suggested).kind === 'new_field';
  const guessed = target !== SKIP && parseTarget(target).kind !== 'new_field';
  const doubtful = guessed && target === suggested && confidence < SURE;
  const other = problem?.code === 'taken' ? columns[problem.other]?.heading : '';
  return (
    <li className="grid gap-x-6 gap-y-2 border-b py-3 [contain-intrinsic-size:auto_4.5rem] [content-visibility:auto] md:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0">
        <p className="flex items-baseline gap-2">
          <span aria-hidden className="w-6 shrink-0 text-muted text-xs">
            {columnLetters(index)}
          </span>
          <span className={cn('min-w-0 break-words font-medium text-sm', target === SKIP && 'text-muted')}>
            {heading}
          </span>
        </p>
        <p className="line-clamp-2 break-words ps-8 text-muted text-sm">
          {samples.length ? samples.join(' · ') : t('columns.noSamples')}
        </p>
      </div>
      <div className="flex min-w-0 flex-col gap-1.5">
        <TargetSelect
          columns={columns}
          mapping={mapping}
          index={index}
          nameOf={nameOf}
          invalid={!!problem}
          describedBy={problem || doubtful ? id : undefined}
          onChange={(next) => onChange(index, next)}
        />
        <Details target={target} heading={heading} onChange={(next) => onChange(index, next)} />
        {problem && (
          <p id={id} role="alert" className="flex items-start gap-1 text-danger-ink text-xs">
            <CircleAlert size={14} aria-hidden className="mt-px shrink-0" />
            {t(`columns.problems.${problem.code}`, { other })}
          </p>
        )}
        {!problem && doubtful && (
          <p id={id} className="flex items-start gap-1 text-muted text-xs">
            <Info size={14} aria-hidden className="mt-px shrink-0" />
            {reason}
          </p>
        )}
        {offersField && mayMake && (
          <Button variant="link" className="justify-start text-xs" onClick={() => onChange(index, suggested)}>
            <Plus size={14} aria-hidden />
            {t('columns.makeField', { name: nameOf(suggested) })}
          </Button>
        )}
      </div>
    </li>
  );
});

type DetailsProps = { target: string; heading: string; onChange: (target: string) => void };
/** What only a person can say: the label and type of a new field, the name of another system. */
function Details({ target, heading, onChange }: DetailsProps) {
  const { t } = useTranslation('records/transfers/imports');
  const { kind, argument, fieldType } = parseTarget(target);
  if (kind === 'external_id' && target !== ATRIUM_ID)
    return (
      <Field label={t('columns.system')} description={t('columns.systemHint')}>
        <Input
          value={argument}
          maxLength={40}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(externalId(event.target.value.toLowerCase()))}
        />
      </Field>
    );
  if (kind !== 'new_field') return null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_9rem] gap-2">
      <Field label={t('columns.label')}>
        <Input
          value={argument}
          maxLength={100}
          placeholder={heading}
          onChange={(event) => onChange(newField(fieldType, event.target.value))}
        />
      </Field>
      <Field label={t('columns.type')}>
        <NativeSelect value={fieldType} onChange={(event) => onChange(newField(event.target.value, argument))}>
          {FIELD_TYPES.map((type) => (
            <option key={type} value={type}>
              {t(`fieldTypes.${type}`)}
            </option>
          ))}
        </NativeSelect>
      </Field>
    </div>
  );
}
