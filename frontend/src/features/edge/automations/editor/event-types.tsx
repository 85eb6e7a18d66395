import { MultiCombobox } from '@/ui/combobox';
import { Field } from '@/ui/field';
import { useBuilder } from './builder';

type Props = {
  label: string;
  value: readonly string[];
  onChange: (types: string[]) => void;
  error?: string;
};

/** Events of the contract, those of customers first. */
export function EventTypes({ label, value, onChange, error }: Props) {
  const { names, words, readOnly } = useBuilder();
  const rank = (type: string) =>
    type.startsWith('customer.') ? 0 : /^(note|form|relation|profile)\./.test(type) ? 1 : 2;
  const items = names.catalogue.event_types
    .map(({ type }) => ({ id: type, name: words.event(type), hint: type }))
    .sort((a, b) => rank(a.id) - rank(b.id));
  return (
    <Field label={label} error={error}>
      <MultiCombobox
        items={items}
        value={value.map((id) => items.find((item) => item.id === id) ?? { id, name: id, hint: id })}
        onValueChange={(next) => onChange(next.map(({ id }) => id))}
        disabled={readOnly}
      />
    </Field>
  );
}
