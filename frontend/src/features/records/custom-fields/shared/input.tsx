import { useState } from 'react';
import type { CustomFieldOut } from '@/api/gen/types.gen';
import { MemberPicker } from '@/features/access/members/shared/member-picker';
import { CustomerPicker } from '@/features/records/overview/shared/customer-picker';
import { Checkbox } from '@/ui/checkbox';
import type { Option } from '@/ui/combobox';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Textarea } from '@/ui/textarea';
import { FieldEditor } from './editor';
import type { Draft } from './values';

type Props = {
  field: CustomFieldOut;
  label: string;
  value: Draft;
  onChange: (value: Draft) => void;
};

/** A custom field in a form, with a label of its own. */
export function FieldInput({ field, label, value, onChange }: Props) {
  const plain = ['text', 'number', 'currency', 'percent', 'email', 'phone', 'url'].includes(field.type);
  if (field.type === 'checkbox')
    return (
      <Field label={label} inline>
        <Checkbox checked={value === 'true'} onCheckedChange={(on) => onChange(String(on))} />
      </Field>
    );
  return (
    <Field label={label} description={field.help || undefined}>
      {plain ? (
        <Input value={String(value)} onChange={(event) => onChange(event.target.value)} autoComplete="off" />
      ) : field.type === 'long_text' ? (
        <Textarea value={String(value)} onChange={(event) => onChange(event.target.value)} />
      ) : field.type === 'member' || field.type === 'customer' ? (
        <Picked type={field.type} label={label} onPick={(id) => onChange(id ?? '')} />
      ) : (
        <FieldEditor
          field={field}
          editing={{
            value,
            onChange,
            onCommit: (next) => next !== undefined && onChange(next),
            onCancel: () => undefined,
            label,
          }}
        />
      )}
    </Field>
  );
}

/** Who was picked stays shown: the draft is only an id. */
function Picked({
  type,
  label,
  onPick,
}: {
  type: 'member' | 'customer';
  label: string;
  onPick: (id?: string) => void;
}) {
  const [value, setValue] = useState<Option | null>(null);
  const pick = (option: Option | null) => {
    setValue(option);
    onPick(option?.id);
  };
  return type === 'member' ? (
    <MemberPicker label={label} value={value} onPick={(id, name) => pick(id && name ? { id, name } : null)} />
  ) : (
    <CustomerPicker label={label} value={value} onPick={pick} />
  );
}
