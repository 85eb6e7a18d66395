import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { createWebhookEndpoint, updateWebhookEndpoint } from '@/api/gen/sdk.gen';
import type { WebhookEndpointCreated, WebhookEndpointOut } from '@/api/gen/types.gen';
import { zWebhookEndpointIn } from '@/api/gen/zod.gen';
import { versionOf } from '@/api/runtime';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { asProblem } from '@/lib/problem';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { notify } from '@/ui/toast/manager';
import { EventPicker } from '../event-picker';
import { HeaderLines } from '../header-lines';
import { type HeaderLine, headerChanges, newLine } from '../headers';
import { endpointsChanged } from '../queries';

const schema = zWebhookEndpointIn
  .pick({ url: true, event_types: true })
  .extend({ description: z.string().max(500), headers: z.custom<HeaderLine[]>() });
type Values = z.infer<typeof schema>;
type Props = {
  /** The one to change; without it a new one is added. */
  endpoint?: WebhookEndpointOut;
  onMade?: (made: WebhookEndpointCreated) => void;
  onClose: () => void;
};

/** A complaint about one of the events or headers belongs to the field that holds them all. */
function atTheField(thrown: unknown) {
  const problem = asProblem(thrown);
  const errors = problem.errors.map((error) => ({
    ...error,
    pointer: error.pointer.replace(/^(\/(?:headers|event_types))\/.*$/, '$1'),
  }));
  return { ...problem, errors };
}

/** Where to call, about what, and with which headers. */
export default function EndpointDialog({ endpoint, onMade, onClose }: Props) {
  const { t } = useTranslation('edge/webhooks');
  const client = useQueryClient();
  const [version] = useState(() => endpoint && versionOf(`/api/v1/webhook-endpoints/${endpoint.id}`));
  const form = useServerForm<Values>({
    schema,
    defaultValues: {
      url: endpoint?.url ?? '',
      event_types: endpoint?.event_types ?? [],
      description: endpoint?.description ?? '',
      headers: endpoint?.header_names.map((name) => newLine(name, true)) ?? [],
    },
    onSubmit: async ({ headers: lines, ...values }, { headers: changedLines, ...changed }) => {
      const headers = headerChanges(endpoint?.header_names ?? [], lines);
      try {
        if (endpoint) {
          await updateWebhookEndpoint({
            path: { endpoint_id: endpoint.id },
            body: { ...changed, ...(changedLines && { headers }) },
            headers: version ? { 'If-Match': version } : {},
            throwOnError: true,
          });
          notify({ title: t('form.saved'), tone: 'positive' });
          onClose();
        } else {
          const body = { ...values, headers: headers as Record<string, string> };
          onMade?.((await createWebhookEndpoint({ body, throwOnError: true })).data);
        }
      } catch (thrown) {
        throw asProblem(thrown).status === 412
          ? { status: 412, code: 'stale', detail: t('form.changed') }
          : atTheField(thrown);
      }
      await endpointsChanged(client);
    },
  });
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={t(endpoint ? 'form.edit' : 'new')}
      description={endpoint ? undefined : t('form.newText')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form="endpoint" variant="primary" busy={form.busy}>
            {t(endpoint ? 'save' : 'form.create')}
          </Button>
        </>
      }
    >
      <form id="endpoint" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="url" label={t('form.url')} description={t('form.urlHint')}>
          {(field) => (
            <Input {...field} type="url" inputMode="url" maxLength={2048} autoComplete="off" spellCheck={false} />
          )}
        </FormField>
        <FormField in={form} name="event_types" label={t('form.events')} description={t('form.eventsHint')}>
          {(field) => <EventPicker value={field.value} onChange={field.onChange} />}
        </FormField>
        <FormField in={form} name="description" label={t('form.description')} optional>
          {(field) => <Input {...field} maxLength={500} autoComplete="off" />}
        </FormField>
        <FormField in={form} name="headers" label={t('form.headers')} description={t('form.headersHint')} optional>
          {(field) => <HeaderLines value={field.value} onChange={field.onChange} />}
        </FormField>
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}
