import { useTranslation } from 'react-i18next';
import { usePlace } from '@/api/session';
import type { StepFormProps } from '@/sockets/steps';
import { Combobox } from '@/ui/combobox';
import { Field } from '@/ui/field';
import { FieldInput } from './shared/input';
import { fromDraft, toDraft } from './shared/values';

const OWN = ['name', 'location', 'language', 'time_zone', 'availability', 'source', 'lifecycle'] as const;

export default function FieldForm({ step, config, set, error, kit }: StepFormProps) {
  const { t } = useTranslation('records/custom-fields');
  const items = [
    ...OWN.map((id) => ({ id: id as string, name: kit.path(`customer.${id}`) })),
    ...kit.fields.map(({ key, label }) => ({ id: `custom_fields.${key}`, name: label })),
  ];
  return (
    <>
      <Field label={t('step.field')} error={error('field')}>
        <Combobox
          items={items}
          value={items.find(({ id }) => id === config.field) ?? null}
          onValueChange={(option) => option && set({ field: option.id, value: null })}
        />
      </Field>
      <NewValue key={String(config.field)} step={step} config={config} set={set} error={error} kit={kit} />
    </>
  );
}

/** Edited as the field is, or as a text with placeholders. */
function NewValue({ step, config, set, error, kit }: StepFormProps) {
  const { t } = useTranslation('records/custom-fields');
  const place = usePlace();
  const key = /^custom_fields\.(.+)$/.exec(String(config.field))?.[1];
  const field = kit.fields.find((each) => each.key === key);
  const template = typeof config.value === 'string' && config.value.includes('{{');
  const own = !template && field && !['text', 'long_text', 'member', 'customer'].includes(field.type) ? field : null;
  const info = kit.info(`customer.${config.field}`);
  if (own)
    return (
      <div className="flex flex-col gap-1">
        <FieldInput
          field={own}
          label={t('step.value')}
          value={toDraft(own.type, config.value, place)}
          onChange={(typed) => {
            const read = fromDraft(own.type, own.type === 'checkbox' ? String(typed) : typed, place);
            const value = 'value' in read ? read.value : typed;
            set({ value: own.type === 'checkbox' ? value === 'true' : value });
          }}
        />
        <Wrong message={error('value')} />
      </div>
    );
  if (info.options.length > 0 || info.refers_to === 'member' || info.refers_to === 'customer')
    return (
      <Field label={t('step.value')} error={error('value')}>
        <kit.Value
          label={t('step.value')}
          info={info}
          op="eq"
          value={config.value}
          onChange={(value) => set({ value })}
        />
      </Field>
    );
  return (
    <kit.Template
      label={t('step.value')}
      description={t('step.valueHint')}
      error={error('value')}
      stepId={step.id}
      value={config.value}
      onChange={(text) => set({ value: text || null })}
    />
  );
}

const Wrong = ({ message }: { message: string | undefined }) =>
  message ? (
    <p role="alert" className="text-danger-ink text-xs">
      {message}
    </p>
  ) : null;
