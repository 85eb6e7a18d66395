/** @jsxImportSource preact */
import type { PublicField } from '@/api/gen/types.gen';
import { addressParts, chosenOf, type Draft, partsOf, textOf } from './answers';
import { words } from './words';

type Props = {
  field: PublicField;
  id: string;
  draft: Draft | undefined;
  /** Ids of help and error. */
  describedBy: string | undefined;
  invalid: boolean;
  onDraft: (draft: Draft) => void;
};

const inputTypes: Partial<Record<PublicField['type'], 'email' | 'tel' | 'url' | 'date' | 'datetime-local'>> = {
  email: 'email',
  phone: 'tel',
  url: 'url',
  date: 'date',
  date_time: 'datetime-local',
};
const completions: Record<string, string> = {
  name: 'name',
  email: 'email',
  phone: 'tel',
  company: 'organization',
  location: 'address-level2',
};
const decimal = ['number', 'currency', 'percent'];

/** The control that takes a question's answer. */
export function Control({ field, id, draft, describedBy, invalid, onDraft }: Props) {
  const shared = {
    id,
    name: field.key,
    'aria-describedby': describedBy,
    'aria-invalid': invalid,
    'aria-required': field.required,
    class: 'control',
  };
  const value = textOf(draft);
  const longest = field.limits.max_length ?? undefined;
  switch (field.type) {
    case 'long_text':
      return (
        <textarea
          {...shared}
          maxLength={longest ?? 5000}
          value={value}
          onInput={(event) => onDraft(event.currentTarget.value)}
        />
      );
    case 'select':
      return (
        <select {...shared} value={value} onChange={(event) => onDraft(event.currentTarget.value)}>
          <option value="">{words.choose}</option>
          {field.options.map(({ key, label }) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </select>
      );
    case 'multi_select':
      return field.options.map(({ key, label }) => {
        const chosen = chosenOf(draft);
        const turned = chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key];
        return (
          <label key={key} class="tick">
            <input type="checkbox" checked={chosen.includes(key)} onChange={() => onDraft(turned)} />
            <span>{label}</span>
          </label>
        );
      });
    case 'address':
      return addressParts.map((part) => (
        <input
          key={part}
          class="control"
          aria-label={words.address[part]}
          placeholder={words.address[part]}
          aria-invalid={invalid}
          maxLength={500}
          value={partsOf(draft)[part] ?? ''}
          onInput={(event) => onDraft({ ...partsOf(draft), [part]: event.currentTarget.value })}
        />
      ));
  }
  const unit = field.type === 'percent' ? '%' : field.type === 'currency' ? field.limits.currency : null;
  const input = (
    <input
      {...shared}
      type={(inputTypes[field.type] ?? 'text') as 'text'} // Preact's types want one literal
      inputMode={decimal.includes(field.type) ? 'decimal' : undefined}
      autoComplete={completions[field.property ?? ''] ?? 'off'}
      maxLength={longest ?? 2000}
      min={field.type === 'date' ? (field.limits.min ?? undefined) : undefined}
      max={field.type === 'date' ? (field.limits.max ?? undefined) : undefined}
      value={value}
      onInput={(event) => onDraft(event.currentTarget.value)}
    />
  );
  if (!unit) return input;
  return (
    <span class="affix">
      {input}
      <span aria-hidden="true">{unit}</span>
    </span>
  );
}
