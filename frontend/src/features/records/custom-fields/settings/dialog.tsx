import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listCustomFieldsQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { createCustomField, updateCustomField } from '@/api/gen/sdk.gen';
import type { CustomFieldOut } from '@/api/gen/types.gen';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { NativeSelect } from '@/ui/native-select';
import { Switch } from '@/ui/switch';
import { notify } from '@/ui/toast/manager';
import {
  canFilter,
  type FieldType,
  type FieldValues,
  fieldSchema,
  fieldTypes,
  fromField,
  hasOptions,
  toBody,
  toPatch,
} from './form';
import { FieldOptions } from './options';
import { FieldPreview } from './preview';
import { FieldReach } from './reach';
import { FieldRules } from './rules';

type Props = {
  field?: CustomFieldOut;
  /** Names of sections that are in use, to choose from. */
  sections: readonly string[];
  onClose: () => void;
};

/** Makes or changes a field, and shows what it will look like. */
export default function FieldDialog({ field, sections, onClose }: Props) {
  const { t } = useTranslation(['records/custom-fields/settings', 'components']);
  const client = useQueryClient();
  const form = useServerForm<FieldValues>({
    schema: fieldSchema,
    defaultValues: fromField(field),
    onSubmit: async (values, changed) => {
      if (field) {
        const body = toPatch(values, Object.keys(changed));
        await updateCustomField({ path: { field_id: field.id }, body, throwOnError: true });
      } else await createCustomField({ body: toBody(values), throwOnError: true });
      await client.invalidateQueries({ queryKey: listCustomFieldsQueryKey() });
      notify({ title: t('saved', { name: values.label }), tone: 'positive' });
      onClose();
    },
  });
  const values = form.form.watch();
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={field ? field.label : t('new')}
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button type="submit" form="field" variant="primary" busy={form.busy}>
            {t(field ? 'components:save' : 'create')}
          </Button>
        </>
      }
    >
      <div className="grid gap-6 sm:grid-cols-[1fr_15rem]">
        <form id="field" onSubmit={form.submit} noValidate className="flex min-w-0 flex-col gap-4">
          <FormField in={form} name="label" label={t('label')}>
            {(each) => <Input {...each} maxLength={200} />}
          </FormField>
          <div className="grid gap-4 sm:grid-cols-2">
            <FormField in={form} name="type" label={t('type')} description={field && t('typeFixed')}>
              {(each) => (
                <NativeSelect
                  {...each}
                  aria-label={t('type')}
                  disabled={!!field}
                  onChange={(event) => each.onChange(event.target.value as FieldType)}
                >
                  {fieldTypes.map((type) => (
                    <option key={type} value={type}>
                      {t(`types.${type}`)}
                    </option>
                  ))}
                </NativeSelect>
              )}
            </FormField>
            <FormField in={form} name="key" label={t('key')} description={t('keyHint')} optional={!field}>
              {(each) => <Input {...each} readOnly={!!field} spellCheck={false} maxLength={60} className="font-mono" />}
            </FormField>
          </div>
          {hasOptions(values.type) && <FieldOptions form={form} />}
          <FieldRules form={form} type={values.type} />
          <FormField in={form} name="help" label={t('help')} optional>
            {(each) => <Input {...each} maxLength={500} />}
          </FormField>
          <FormField in={form} name="section" label={t('section')} description={t('sectionHint')} optional>
            {(each) => <Input {...each} list="field-sections" maxLength={200} />}
          </FormField>
          <datalist id="field-sections">
            {sections.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          <FormField in={form} name="required" label={t('isRequired')} inline>
            {({ value, onChange }) => <Switch checked={value} onCheckedChange={onChange} />}
          </FormField>
          {canFilter(values.type) && (
            <FormField in={form} name="filterable" label={t('filterable')} inline>
              {({ value, onChange }) => <Switch checked={value} onCheckedChange={onChange} />}
            </FormField>
          )}
          <FieldReach form={form} />
          <FormProblem in={form} />
        </form>
        <aside
          aria-label={t('preview')}
          className="flex flex-col gap-2 self-start rounded-lg bg-sunken p-4 sm:sticky sm:top-0"
        >
          <p className="text-muted text-xs">{t('preview')}</p>
          <Field
            label={values.label || t('unnamed')}
            description={values.help}
            optional={!values.required}
            inline={values.type === 'checkbox'}
          >
            <FieldPreview key={values.type} values={values} />
          </Field>
        </aside>
      </div>
    </Dialog>
  );
}
