import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FeatureState } from '@/api/gen/types.gen';
import { Checkbox } from '@/ui/checkbox';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { NativeSelect } from '@/ui/native-select';
import { Switch } from '@/ui/switch';

type Value = FeatureState['value'];
type Props = {
  feature: Pick<FeatureState, 'key' | 'type' | 'choices' | 'minimum' | 'maximum' | 'unit'>;
  value: Value;
  label: string;
  disabled?: boolean;
  onChange: (value: Value) => void;
};

/** A feature's value by its type. What is typed counts when the field is left or Enter is pressed; Escape takes it back. */
export function FeatureValueControl({ feature, value, label, disabled, onChange }: Props) {
  const { t } = useTranslation('billing/features');
  switch (feature.type) {
    case 'boolean':
      return (
        <Switch
          aria-label={label}
          checked={value === true}
          disabled={disabled}
          onCheckedChange={(on) => onChange(on)}
        />
      );
    case 'choice':
      return (
        <NativeSelect
          aria-label={label}
          className="w-auto"
          value={typeof value === 'string' ? value : ''}
          disabled={disabled}
          onChange={({ target }) => onChange(target.value || null)}
        >
          <option value="">{t('nothing')}</option>
          {feature.choices.map(({ key, label: text }) => (
            <option key={key} value={key}>
              {text}
            </option>
          ))}
        </NativeSelect>
      );
    case 'choices': {
      const chosen = Array.isArray(value) ? value : [];
      return (
        <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
          <legend className="sr-only">{label}</legend>
          {feature.choices.map(({ key, label: text }) => (
            <Field key={key} label={text} inline disabled={disabled}>
              <Checkbox
                checked={chosen.includes(key)}
                disabled={disabled}
                onCheckedChange={(on) => onChange(on ? [...chosen, key] : chosen.filter((other) => other !== key))}
              />
            </Field>
          ))}
        </fieldset>
      );
    }
    default:
      return <Typed key={String(value)} {...{ feature, value, label, disabled, onChange }} />;
  }
}

function Typed({ feature, value, label, disabled, onChange }: Props) {
  const held = String(value ?? '');
  const [text, setText] = useState(held);
  const number = feature.type === 'number';
  const commit = () => {
    if (text === held) return;
    if (!number) return onChange(text);
    const typed = Number(text);
    if (text !== '' && Number.isInteger(typed)) onChange(typed);
    else setText(held);
  };
  return (
    <span className="flex items-center gap-2">
      <Input
        aria-label={label}
        type={number ? 'number' : 'text'}
        min={number ? feature.minimum : undefined}
        max={number ? feature.maximum : undefined}
        className={number ? 'w-24 text-end tabular-nums' : 'w-48'}
        maxLength={500}
        value={text}
        disabled={disabled}
        onChange={({ target }) => setText(target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape' && text !== held) {
            event.stopPropagation();
            setText(held);
          }
        }}
      />
      {feature.unit && <span className="text-muted text-sm">{feature.unit}</span>}
    </span>
  );
}
