import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { listApiKeysQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { createApiKey } from '@/api/gen/sdk.gen';
import type { ApiKeyCreated } from '@/api/gen/types.gen';
import { zApiKeyIn } from '@/api/gen/zod.gen';
import { usePlace } from '@/api/session';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { DatePicker } from '@/ui/date-picker';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { Textarea } from '@/ui/textarea';
import { notify } from '@/ui/toast-manager';
import { endOfDay, readNetworks } from './networks';
import { PermissionPicker } from './permission-picker';

const schema = zApiKeyIn
  .pick({ name: true, scopes: true })
  .extend({ expires_at: z.string().nullable(), networks: z.string() });
type Values = z.infer<typeof schema>;

/** Makes a key; what it may do, until when, and from where. */
export default function KeyDialog({ onMade, onClose }: { onMade: (key: ApiKeyCreated) => void; onClose: () => void }) {
  const { t } = useTranslation('rights');
  const client = useQueryClient();
  const { timeZone } = usePlace();
  const form = useServerForm<Values>({
    schema,
    defaultValues: { name: '', scopes: [], expires_at: null, networks: '' },
    onSubmit: async ({ name, scopes, expires_at, networks }) => {
      const { data } = await createApiKey({
        body: {
          name,
          scopes,
          expires_at: expires_at && endOfDay(expires_at, timeZone),
          networks: readNetworks(networks),
        },
        throwOnError: true,
      });
      await client.invalidateQueries({ queryKey: listApiKeysQueryKey() });
      notify({ title: t('keys.made', { name }), tone: 'positive' });
      onMade(data);
    },
  });
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={t('keys.new')}
      description={t('keys.newText')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form="key" variant="primary" busy={form.busy}>
            {t('keys.create')}
          </Button>
        </>
      }
    >
      <form id="key" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="name" label={t('name')} description={t('keys.nameHint')}>
          {(field) => <Input {...field} maxLength={200} autoComplete="off" />}
        </FormField>
        <FormField in={form} name="scopes" label={t('keys.scopes')}>
          {(field) => <PermissionPicker value={field.value} onValueChange={field.onChange} />}
        </FormField>
        <FormField in={form} name="expires_at" label={t('keys.expires')} description={t('keys.expiresHint')} optional>
          {(field) => (
            <DatePicker
              aria-label={t('keys.expires')}
              value={field.value}
              onValueChange={field.onChange}
              min={new Date().toISOString().slice(0, 10)}
              clearable
            />
          )}
        </FormField>
        <FormField in={form} name="networks" label={t('keys.networks')} description={t('keys.networksHint')} optional>
          {(field) => <Textarea {...field} rows={2} spellCheck={false} className="font-mono" />}
        </FormField>
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}
