import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlace } from '@/api/session';
import { Checkbox } from '@/ui/checkbox';
import { Combobox, MultiCombobox, type Option } from '@/ui/combobox';
import { DatePicker } from '@/ui/date-picker';
import { Input } from '@/ui/input';
import { Textarea } from '@/ui/textarea';
import type { FieldValues } from './form';

/** The control that a profile shows for the field; one can try it, nothing is saved. */
export function FieldPreview({ values }: { values: FieldValues }) {
  const { type, label, options, validation } = values;
  const { currency } = usePlace();
  const choices: Option[] = options
    .filter((option) => option.label)
    .map(({ id, label: name, colour }) => ({ id, name, colour }));
  switch (type) {
    case 'long_text':
      return <Textarea rows={3} />;
    case 'checkbox':
      return <Checkbox />;
    case 'select':
      return <One choices={choices} />;
    case 'multi_select':
      return <Several choices={choices} />;
    case 'member':
    case 'customer':
      return <One choices={[]} />;
    case 'date':
    case 'date_time':
    case 'follow_up':
      return <Day label={label} min={validation.min} max={validation.max} />;
    case 'number':
      return <Input type="number" min={validation.min} max={validation.max} />;
    case 'currency':
      return <Input type="number" end={<Unit>{validation.currency || currency}</Unit>} />;
    case 'percent':
      return <Input type="number" end={<Unit>%</Unit>} />;
    case 'email':
      return <Input type="email" placeholder="ana@example.com" />;
    case 'phone':
      return <Input type="tel" />;
    case 'url':
      return <Input type="url" placeholder="https://" />;
    case 'address':
      return <Textarea rows={4} />;
    case 'text':
      return <Input maxLength={validation.max_length ? Number(validation.max_length) || undefined : undefined} />;
    default:
      return type satisfies never;
  }
}

const Unit = ({ children }: { children: string }) => <span className="pe-1.5 text-muted text-xs">{children}</span>;

function One({ choices }: { choices: Option[] }) {
  const [value, setValue] = useState<Option | null>(null);
  return <Combobox items={choices} value={value} onValueChange={setValue} clearable />;
}

function Several({ choices }: { choices: Option[] }) {
  const [value, setValue] = useState<Option[]>([]);
  return <MultiCombobox items={choices} value={value} onValueChange={setValue} />;
}

function Day({ label, min, max }: { label: string; min?: string; max?: string }) {
  const { t } = useTranslation('records/custom-fields/settings');
  const [value, setValue] = useState<string | null>(null);
  const day = (text?: string) => (text && /^\d{4}-\d{2}-\d{2}/.test(text) ? text.slice(0, 10) : undefined);
  return (
    <DatePicker
      aria-label={label || t('unnamed')}
      value={value}
      onValueChange={setValue}
      min={day(min)}
      max={day(max)}
      clearable
    />
  );
}
