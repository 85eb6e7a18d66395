import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { listEmbedConfigsOptions, listEmbedTokensQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { createEmbedToken } from '@/api/gen/sdk.gen';
import type { EmbedTokenCreated } from '@/api/gen/types.gen';
import { zEmbedTokenIn } from '@/api/gen/zod.gen';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { DatePicker } from '@/ui/date-picker';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { Select } from '@/ui/select';
import { Textarea } from '@/ui/textarea';
import { readOrigins } from '../origins';

const schema = zEmbedTokenIn
  .pick({ label: true, config_id: true })
  .extend({ expires_on: z.string().nullable(), origins: z.string() });
type Values = z.infer<typeof schema>;
type Props = { customerId: string; onMade: (token: EmbedTokenCreated) => void; onClose: () => void };

/** Where a token is used, what it shows, until when. */
export default function TokenDialog({ customerId, onMade, onClose }: Props) {
  const { t } = useTranslation('edge/embeds');
  const client = useQueryClient();
  const configs = useQuery(listEmbedConfigsOptions({ query: { limit: 200 } }));
  const items = configs.data?.items ?? [];
  const form = useServerForm<Values>({
    schema,
    defaultValues: { label: '', config_id: '', expires_on: null, origins: '' },
    onSubmit: async ({ label, config_id, expires_on, origins }) => {
      const expires_at = expires_on && new Date(`${expires_on}T23:59:59`).toISOString();
      const body = { label, config_id, expires_at, allowed_origins: readOrigins(origins) };
      const { data } = await createEmbedToken({ path: { customer_id: customerId }, body, throwOnError: true });
      await client.invalidateQueries({ queryKey: listEmbedTokensQueryKey({ path: { customer_id: customerId } }) });
      onMade(data);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('new')}
      description={t('newText')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form="embed-token" variant="primary" busy={form.busy}>
            {t('create')}
          </Button>
        </>
      }
    >
      <form id="embed-token" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="label" label={t('label')} description={t('labelHint')}>
          {(field) => <Input {...field} maxLength={200} autoComplete="off" />}
        </FormField>
        <FormField in={form} name="config_id" label={t('config')} description={t('configHint')}>
          {(field) => (
            <Select
              items={items.map(({ id, name }) => ({ value: id, label: name }))}
              value={field.value || null}
              onValueChange={field.onChange}
              placeholder={t('choose')}
            />
          )}
        </FormField>
        {configs.data && items.length === 0 && (
          <p className="text-muted text-sm">
            {t('noConfigs')}{' '}
            <a className="text-accent-ink underline" href="/settings/embeds">
              {t('toSettings')}
            </a>
          </p>
        )}
        <FormField in={form} name="expires_on" label={t('expires')} optional>
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
        <FormField in={form} name="origins" label={t('sites')} description={t('sitesHint')} optional>
          {(field) => <Textarea {...field} rows={2} spellCheck={false} className="font-mono" />}
        </FormField>
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}
