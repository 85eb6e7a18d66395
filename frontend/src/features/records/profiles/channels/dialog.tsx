import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { createProfile } from '@/api/gen/sdk.gen';
import { zProfileIn } from '@/api/gen/zod.gen';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { Select } from '@/ui/select';
import { Switch } from '@/ui/switch';
import { notify } from '@/ui/toast/manager';
import { CHANNELS } from './kinds';

const schema = zProfileIn
  .pick({ handle: true })
  .extend({ channel: z.enum(CHANNELS), display_name: z.string().max(200), verified: z.boolean() });
type Values = z.infer<typeof schema>;
type Props = { customerId: string; onSaved: () => Promise<unknown>; onClose: () => void };

/** Writes down who the customer is in a channel. */
export default function ChannelDialog({ customerId, onSaved, onClose }: Props) {
  const { t } = useTranslation(['records/profiles', 'components']);
  const form = useServerForm<Values>({
    schema,
    defaultValues: { channel: 'whatsapp', handle: '', display_name: '', verified: false },
    onSubmit: async ({ display_name, ...rest }) => {
      const body = { ...rest, display_name: display_name.trim() || null };
      const { data } = await createProfile({ path: { customer_id: customerId }, body, throwOnError: true });
      notify({ title: t('saved', { name: data.handle }) });
      await onSaved();
      onClose();
    },
  });
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t('add')}
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button type="submit" form="channel" variant="primary" busy={form.busy}>
            {t('components:save')}
          </Button>
        </>
      }
    >
      <form id="channel" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="channel" label={t('channel')}>
          {(field) => (
            <Select
              aria-label={t('channel')}
              value={field.value}
              onValueChange={field.onChange}
              items={CHANNELS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
            />
          )}
        </FormField>
        <FormField in={form} name="handle" label={t('handle')}>
          {(field) => <Input {...field} autoComplete="off" spellCheck={false} />}
        </FormField>
        <FormField in={form} name="display_name" label={t('name')} optional>
          {(field) => <Input {...field} autoComplete="off" />}
        </FormField>
        <FormField in={form} name="verified" label={t('verified')} inline>
          {(field) => <Switch checked={field.value} onCheckedChange={field.onChange} />}
        </FormField>
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}
