import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { createForm } from '@/api/gen/sdk.gen';
import { zFormIn } from '@/api/gen/zod.gen';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { useFormActions } from './queries';

const schema = zFormIn.pick({ name: true });
type Values = z.infer<typeof schema>;

/** A name is all it takes: it begins with name and e-mail address, switched off. */
export default function NewForm({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) {
  const { t } = useTranslation('edge/forms');
  const { changed } = useFormActions();
  const form = useServerForm<Values>({
    schema,
    defaultValues: { name: '' },
    onSubmit: async (values) => {
      const { data } = await createForm({ body: values, throwOnError: true });
      await changed();
      onMade(data.id);
    },
  });
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t('new')}
      description={t('newText')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form="new-form" variant="primary" busy={form.busy}>
            {t('create')}
          </Button>
        </>
      }
    >
      <form id="new-form" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="name" label={t('name')}>
          {(field) => <Input {...field} maxLength={200} />}
        </FormField>
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}
