import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PathOut } from '@/api/gen/types.gen';
import { MultiCombobox } from '@/ui/combobox';
import { Input } from '@/ui/input';
import { Select } from '@/ui/select';
import { thingOf } from '../shared/names';
import { useBuilder } from './builder';
import { CustomerById, ManyPicker, OnePicker } from './pickers';

type Props = {
  label: string;
  info: PathOut;
  op: string;
  value: unknown;
  onChange: (value: unknown) => void;
};

/** What a condition compares with, edited as what it is. Any text may be a `{{placeholder}}`. */
export function ValueEditor({ label, info, op, value, onChange }: Props) {
  const { t } = useTranslation('edge/automations');
  const { words, readOnly } = useBuilder();
  const thing = thingOf(info);
  const several = op === 'in' || op === 'not_in';
  const wide = 'min-w-40 flex-1';
  if (op === 'older_than_days' || op === 'within_next_days')
    return (
      <span className="flex items-center gap-1.5 text-sm">
        <NumberInput label={label} value={value} onChange={onChange} className="w-20" />
        {t('conditions.days')}
      </span>
    );
  if (thing)
    return (
      <div className={wide}>
        {several ? (
          <ManyPicker thing={thing} label={label} value={value} onChange={onChange} />
        ) : (
          <OnePicker thing={thing} label={label} value={value} onChange={onChange} />
        )}
      </div>
    );
  if (info.refers_to === 'customer')
    return (
      <div className={wide}>
        <CustomerById label={label} value={value} onChange={onChange} />
      </div>
    );
  if (info.options.length > 0) {
    const items = info.options.map((id) => ({ id, name: words.option(info.path, id) }));
    const chosen = (Array.isArray(value) ? value : [value]).map(String);
    return several ? (
      <div className={wide}>
        <MultiCombobox
          aria-label={label}
          items={items}
          value={items.filter(({ id }) => chosen.includes(id))}
          onValueChange={(next) => onChange(next.map(({ id }) => id))}
          disabled={readOnly}
        />
      </div>
    ) : (
      <Select
        aria-label={label}
        className="w-auto min-w-32 flex-1"
        items={items.map(({ id, name }) => ({ value: id, label: name }))}
        value={typeof value === 'string' ? value : null}
        onValueChange={onChange}
        disabled={readOnly}
      />
    );
  }
  if (several)
    return (
      <ListInput label={label} numbers={info.kind === 'number'} value={value} onChange={onChange} className={wide} />
    );
  if (info.kind === 'boolean')
    return (
      <Select
        aria-label={label}
        className="w-auto min-w-24"
        items={[
          { value: 'true', label: words.say('yes') },
          { value: 'false', label: words.say('no') },
        ]}
        value={typeof value === 'boolean' ? String(value) : null}
        onValueChange={(next) => onChange(next === 'true')}
        disabled={readOnly}
      />
    );
  if (info.kind === 'number') return <NumberInput label={label} value={value} onChange={onChange} className="w-32" />;
  const day = info.kind === 'date' && !String(value ?? '').includes('{{');
  return (
    <div className={wide}>
      <Input
        aria-label={label}
        type={day ? 'date' : 'text'}
        placeholder={info.kind === 'time' ? '2026-01-31T09:00:00Z' : undefined}
        value={typeof value === 'string' || typeof value === 'number' ? String(value) : ''}
        onChange={(event) => onChange(event.target.value || null)}
        readOnly={readOnly}
      />
    </div>
  );
}

const asNumber = (text: string) => {
  const number = Number(text.trim().replace(',', '.'));
  return text.trim() && !Number.isNaN(number) ? number : null;
};

type InputProps = { label: string; value: unknown; onChange: (value: unknown) => void; className?: string };

/** A number, or a placeholder that becomes one. */
export function NumberInput({ label, value, onChange, className }: InputProps) {
  const { readOnly } = useBuilder();
  return (
    <Input
      aria-label={label}
      inputMode="decimal"
      className={className}
      value={value === null || value === undefined ? '' : String(value)}
      onChange={({ target }) => onChange(asNumber(target.value) ?? (target.value || null))}
      readOnly={readOnly}
    />
  );
}

function ListInput({ label, numbers, value, onChange, className }: InputProps & { numbers: boolean }) {
  const { t } = useTranslation('edge/automations');
  const { readOnly } = useBuilder();
  const [text, setText] = useState(Array.isArray(value) ? value.join(', ') : '');
  const read = (typed: string) =>
    typed
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
      .map((part) => (numbers ? (asNumber(part) ?? part) : part));
  return (
    <div className={className}>
      <Input
        aria-label={label}
        placeholder={t('conditions.list')}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          onChange(read(target.value));
        }}
        readOnly={readOnly}
      />
    </div>
  );
}
