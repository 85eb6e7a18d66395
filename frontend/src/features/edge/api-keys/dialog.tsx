import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { listApiKeysQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { createApiKey, updateApiKey } from '@/api/gen/sdk.gen';
import type { ApiKeyCreated, ApiKeyOut } from '@/api/gen/types.gen';
import { zApiKeyIn } from '@/api/gen/zod.gen';
import { usePlace } from '@/api/session';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { PermissionPicker } from '@/features/access/roles/shared/permission-picker';
import { dayKey } from '@/lib/time';
import { Button } from '@/ui/button';
import { DatePicker } from '@/ui/date-picker';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { Textarea } from '@/ui/textarea';
import { notify } from '@/ui/toast/manager';
import { endOfDay, readNetworks } from './networks';

const schema = zApiKeyIn
  .pick({ name: true, scopes: true })
  .extend({ expires_at: z.string().nullable(), networks: z.string() });
type Values = z.infer<typeof schema>;

type Props = {
  /** The key to change; without one a new key is made. */
  apiKey?: ApiKeyOut;
  onMade: (key: ApiKeyCreated) => void;
  onClose: () => void;
};

/** What a key may do, until when, and from where. */
export default function KeyDialog({ apiKey, onMade, onClose }: Props) {
  const { t } = useTranslation(['edge/api-keys', 'components']);
  const client = useQueryClient();
  const { timeZone } = usePlace();
  const form = useServerForm<Values>({
    schema,
    defaultValues: {
      name: apiKey?.name ?? '',
      scopes: (apiKey?.scopes ?? []) as Values['scopes'],
      expires_at: apiKey?.expires_at ? dayKey(apiKey.expires_at, timeZone) : null,
      networks: apiKey?.networks.join('\n') ?? '',
    },
    onSubmit: async ({ name, scopes, expires_at, networks }, changed) => {
      const body = {
        name,
        scopes,
        expires_at: expires_at && endOfDay(expires_at, timeZone),
        networks: readNetworks(networks),
      };
      const answer = apiKey
        ? await updateApiKey({ path: { key_id: apiKey.id }, body: only(body, changed), throwOnError: true })
        : await createApiKey({ body, throwOnError: true });
      await client.invalidateQueries({ queryKey: listApiKeysQueryKey() });
      notify({ title: t(apiKey ? 'saved' : 'made', { name }), tone: 'positive' });
      if (apiKey) onClose();
      else onMade(answer.data as ApiKeyCreated);
    },
  });
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={apiKey ? t('editTitle', { name: apiKey.name }) : t('new')}
      description={t(apiKey ? 'editText' : 'newText')}
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button type="submit" form="key" variant="primary" busy={form.busy}>
            {t(apiKey ? 'components:save' : 'create')}
          </Button>
        </>
      }
    >
      <form id="key" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="name" label={t('name')} description={t('nameHint')}>
          {(field) => <Input {...field} maxLength={200} autoComplete="off" />}
        </FormField>
        <FormField in={form} name="scopes" label={t('scopes')}>
          {(field) => <PermissionPicker value={field.value} onValueChange={field.onChange} />}
        </FormField>
        <FormField in={form} name="expires_at" label={t('expires')} description={t('expiresHint')} optional>
          {(field) => (
            <DatePicker
              aria-label={t('expires')}
              value={field.value}
              onValueChange={field.onChange}
              min={new Date().toISOString().slice(0, 10)}
              clearable
            />
          )}
        </FormField>
        <FormField in={form} name="networks" label={t('networks')} description={t('networksHint')} optional>
          {(field) => <Textarea {...field} rows={2} spellCheck={false} className="font-mono" />}
        </FormField>
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}

/** Of what would be sent, the parts that were changed. */
const only = <T extends object>(body: T, changed: object): Partial<T> =>
  Object.fromEntries(Object.entries(body).filter(([name]) => name in changed)) as Partial<T>;
