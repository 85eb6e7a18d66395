import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { createPlan } from '@/api/gen/sdk.gen';
import { zPlanIn } from '@/api/gen/zod.gen';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { NativeSelect } from '@/ui/native-select';

const schema = zPlanIn.pick({ key: true, name: true, based_on: true });
type Values = z.infer<typeof schema>;
type Props = { onSaved: () => Promise<unknown>; onClose: () => void };

/** A plan of the workspace's own. */
export default function PlanDialog({ onSaved, onClose }: Props) {
  const { t } = useTranslation('billing/features/settings');
  const form = useServerForm<Values>({
    schema,
    defaultValues: { key: '', name: '', based_on: 'basic' },
    onSubmit: async (body) => {
      await createPlan({ body, throwOnError: true });
      await onSaved();
      onClose();
    },
  });
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t('plans.new')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form="plan" variant="primary" busy={form.busy}>
            {t('create')}
          </Button>
        </>
      }
    >
      <form id="plan" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="name" label={t('name')}>
          {(field) => <Input {...field} autoComplete="off" />}
        </FormField>
        <FormField in={form} name="key" label={t('key')} description={t('keyHint')}>
          {(field) => <Input {...field} autoComplete="off" className="font-mono" />}
        </FormField>
        <FormField in={form} name="based_on" label={t('plans.basedOn')} description={t('plans.basedOnHint')}>
          {(field) => (
            <NativeSelect {...field}>
              <option value="basic">Basic</option>
              <option value="pro">Pro</option>
              <option value="enterprise">Enterprise</option>
            </NativeSelect>
          )}
        </FormField>
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}
