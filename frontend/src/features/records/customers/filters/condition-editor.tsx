import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getCustomerOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { CustomFieldOut, FieldCondition } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { CustomerPicker } from '@/features/records/overview/shared/customer-picker';
import { Button } from '@/ui/button';
import { DatePicker } from '@/ui/date-picker';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { NativeSelect } from '@/ui/native-select';
import { Segmented } from '@/ui/segmented';
import { ChoiceList } from './choice-list';
import { isTime, OPERATORS, type Operator } from './fields';
import { parameterOf, typedOf } from './typed';
import { useChoices } from './use-choices';

type Props = {
  field: CustomFieldOut;
  condition: FieldCondition | null;
  onChange: (condition: FieldCondition | null) => void;
  /** What was typed is taken. */
  onDone: () => void;
};

const isBare = (op: Operator) => op === 'exists' || op === 'missing';
const KEEPS = [
  ['eq', 'contains'],
  ['eq', 'gt', 'gte', 'lt', 'lte'],
];

/** A condition on a custom field: how to compare, and with what. */
export function ConditionEditor({ field, condition, onChange, onDone }: Props) {
  const { t } = useTranslation('records/customers');
  const operators = OPERATORS[field.type] ?? [];
  const [op, setOp] = useState<Operator>(condition?.op ?? operators[0] ?? 'exists');
  const values = condition && !isBare(condition.op) ? (condition.values ?? []) : [];
  const say = (next: string[], how = op) =>
    onChange(isBare(how) || next.length ? { key: field.key, op: how, values: isBare(how) ? [] : next } : null);
  const choose = (next: Operator) => {
    setOp(next);
    const alike = KEEPS.some((group) => group.includes(next) && group.includes(op));
    say(alike || next === op ? values : [], next);
  };
  return (
    <div className="flex flex-col gap-2">
      <NativeSelect
        aria-label={t('filters.operator', { name: field.label })}
        value={op}
        onChange={(event) => choose(event.target.value as Operator)}
      >
        {operators.map((each) => (
          <option key={each} value={each}>
            {t(`filters.ops.${isTime(field.type) ? 'time' : 'plain'}.${each}`)}
          </option>
        ))}
      </NativeSelect>
      {!isBare(op) && <Values key={op} field={field} values={values} onChange={say} onDone={onDone} />}
    </div>
  );
}

type ValuesProps = {
  field: CustomFieldOut;
  values: string[];
  onChange: (values: string[]) => void;
  onDone: () => void;
};

function Values({ field, values, onChange, onDone }: ValuesProps) {
  const { t } = useTranslation(['records/customers', 'records/custom-fields']);
  const members = useChoices(field.type === 'member' ? 'worker' : null);
  const toggle = (id: string, on: boolean) => onChange(on ? [...values, id] : values.filter((each) => each !== id));
  switch (field.type) {
    case 'select':
    case 'multi_select': {
      const items = field.options.map(({ key, label, colour }) => ({ id: key, name: label, colour: colour ?? null }));
      return <ChoiceList label={field.label} items={items} values={values} onToggle={toggle} />;
    }
    case 'member':
      return <ChoiceList label={field.label} {...members} values={values} onToggle={toggle} />;
    case 'customer':
      return <CustomerValue label={field.label} id={values[0]} onPick={(id) => onChange(id ? [id] : [])} />;
    case 'checkbox':
      return (
        <Segmented
          label={field.label}
          value={values[0] ?? ''}
          onValueChange={(value) => onChange([value])}
          items={[
            { value: 'true', label: t('records/custom-fields:yes') },
            { value: 'false', label: t('records/custom-fields:no') },
          ]}
        />
      );
    case 'date':
      return (
        <DatePicker
          aria-label={field.label}
          value={values[0] ?? null}
          onValueChange={(day) => onChange(day ? [day] : [])}
        />
      );
    default:
      return <TypedValue field={field} values={values} onChange={onChange} onDone={onDone} />;
  }
}

function CustomerValue({ label, id, onPick }: { label: string; id?: string; onPick: (id: string | null) => void }) {
  const known = useQuery({ ...getCustomerOptions({ path: { customer_id: id ?? '' } }), enabled: !!id, retry: false });
  const value = id && known.data ? { id, name: known.data.name } : null;
  return <CustomerPicker label={label} value={value} onPick={(option) => onPick(option?.id ?? null)} />;
}

/** Words, numbers and moments are asked for when they are complete. */
function TypedValue({ field, values, onChange, onDone }: ValuesProps) {
  const { t, i18n } = useTranslation(['records/customers', 'records/custom-fields']);
  const place = { ...usePlace(), language: i18n.resolvedLanguage };
  const moment = field.type === 'date_time' || field.type === 'follow_up';
  const [typed, setTyped] = useState(() => typedOf(field, values[0] ?? '', place));
  const [wrong, setWrong] = useState(false);
  const apply = () => {
    const value = parameterOf(field, typed, place);
    const misread = value === null && typed.trim() !== '';
    setWrong(misread);
    if (misread) return;
    onChange(value === null ? [] : [value]);
    onDone();
  };
  const why = wrong
    ? t(moment ? 'records/custom-fields:wrong.moment' : 'records/custom-fields:wrong.number')
    : undefined;
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <Field label={t('filters.value')} error={why}>
        <Input
          type={moment ? 'datetime-local' : 'text'}
          autoFocus
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="primary" className="self-end">
        {t('filters.apply')}
      </Button>
    </form>
  );
}
