import type { CustomFieldOut } from '@/api/gen/types.gen';
import { Checkbox } from '@/ui/checkbox';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Textarea } from '@/ui/textarea';
import { FieldEditor } from './field-editor';
import type { Draft } from './field-values';

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
