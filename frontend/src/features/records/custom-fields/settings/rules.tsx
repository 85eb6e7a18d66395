import { useTranslation } from 'react-i18next';
import { FormField, type ServerForm } from '@/components/server-form';
import { DatePicker } from '@/ui/date-picker';
import { Input } from '@/ui/input';
import { type FieldType, type FieldValues, rulesOf } from './form';

/** What values must keep to, as far as the type knows such a thing. */
export function FieldRules({ form, type }: { form: ServerForm<FieldValues>; type: FieldType }) {
  const { t } = useTranslation('records/custom-fields/settings');
  const rules = rulesOf(type);
  if (rules.length === 0) return null;
  const days = type === 'date';
  const moments = type === 'date_time' || type === 'follow_up';
  const control = (rule: string) =>
    rule === 'pattern' || rule === 'currency' || moments ? 'text' : ('number' as const);
  return (
    <fieldset className="grid gap-4 sm:grid-cols-2">
      <legend className="sr-only">{t('rules.title')}</legend>
      {rules.map((rule) => (
        <FormField
          key={rule}
          in={form}
          name={`validation.${rule}`}
          label={t(`rules.${rule}`)}
          description={rule === 'pattern' ? t('rules.patternHint') : moments ? t('rules.momentHint') : undefined}
          optional
        >
          {({ value, onChange, ...field }) =>
            days ? (
              <DatePicker
                aria-label={t(`rules.${rule}`)}
                value={value || null}
                onValueChange={(next) => onChange(next ?? '')}
                clearable
              />
            ) : (
              <Input
                {...field}
                type={control(rule)}
                value={value ?? ''}
                onChange={onChange}
                className={rule === 'pattern' ? 'font-mono' : undefined}
              />
            )
          }
        </FormField>
      ))}
    </fieldset>
  );
}
