import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { createFeature, updateFeature } from '@/api/gen/sdk.gen';
import type { FeatureDefinition } from '@/api/gen/types.gen';
import { zFeatureIn } from '@/api/gen/zod.gen';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { NativeSelect } from '@/ui/native-select';
import { Textarea } from '@/ui/textarea';
import { choicesOf } from './choices';

const TYPES = ['boolean', 'number', 'text', 'choice', 'choices'] as const;
const schema = zFeatureIn
  .pick({ key: true, label: true })
  .extend({ description: z.string().max(500), type: z.enum(TYPES), choices: z.string().max(5000) });
type Values = z.infer<typeof schema>;
type Props = { feature?: FeatureDefinition; onSaved: () => Promise<unknown>; onClose: () => void };

/** A feature of the workspace's own. */
export default function FeatureDialog({ feature, onSaved, onClose }: Props) {
  const { t } = useTranslation('billing/features/settings');
  const form = useServerForm<Values>({
    schema,
    defaultValues: {
      key: feature?.key ?? '',
      label: feature?.label ?? '',
      description: feature?.description ?? '',
      type: feature?.type ?? 'boolean',
      choices: feature?.choices.map(({ label }) => label).join('\n') ?? '',
    },
    onSubmit: async ({ choices: lines, key, type, label, description }) => {
      const choices = choicesOf(type, lines, feature?.choices);
      if (feature)
        await updateFeature({
          path: { feature_key: key },
          body: { label, description, ...(choices.length > 0 && { choices }) },
          throwOnError: true,
        });
      else await createFeature({ body: { key, label, description, type, choices }, throwOnError: true });
      await onSaved();
      onClose();
    },
  });
  const chosen = form.form.watch('type');
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={feature ? feature.label : t('features.new')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form="feature" variant="primary" busy={form.busy}>
            {t(feature ? 'save' : 'create')}
          </Button>
        </>
      }
    >
      <form id="feature" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="label" label={t('name')}>
          {(field) => <Input {...field} autoComplete="off" />}
        </FormField>
        {!feature && (
          <FormField in={form} name="key" label={t('key')} description={t('keyHint')}>
            {(field) => <Input {...field} autoComplete="off" className="font-mono" />}
          </FormField>
        )}
        <FormField in={form} name="description" label={t('features.description')} optional>
          {(field) => <Input {...field} autoComplete="off" />}
        </FormField>
        {!feature && (
          <FormField in={form} name="type" label={t('features.type')}>
            {(field) => (
              <NativeSelect {...field}>
                {TYPES.map((type) => (
                  <option key={type} value={type}>
                    {t(`features.types.${type}`)}
                  </option>
                ))}
              </NativeSelect>
            )}
          </FormField>
        )}
        {(chosen === 'choice' || chosen === 'choices') && (
          <FormField in={form} name="choices" label={t('features.choices')} description={t('features.choicesHint')}>
            {(field) => <Textarea {...field} rows={4} />}
          </FormField>
        )}
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}
