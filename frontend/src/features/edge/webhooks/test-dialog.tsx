import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listEventTypesOptions } from '@/api/gen/@tanstack/react-query.gen';
import { testWebhookEndpoint } from '@/api/gen/sdk.gen';
import type { WebhookEndpointOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { Combobox, type Option } from '@/ui/combobox';
import { Dialog } from '@/ui/dialog';
import { Field } from '@/ui/field';
import { notify } from '@/ui/toast/manager';
import { logChanged } from './queries';

/** Sends an example, to see that the connection works and what a payload looks like. */
export default function TestDialog({ endpoint, onClose }: { endpoint: WebhookEndpointOut; onClose: () => void }) {
  const { t } = useTranslation('edge/webhooks');
  const client = useQueryClient();
  const types = useQuery({ ...listEventTypesOptions(), staleTime: Number.POSITIVE_INFINITY });
  const options: Option[] = (types.data?.items ?? []).map(({ type, description }) => ({
    id: type,
    name: type,
    hint: description,
  }));
  const [chosen, setChosen] = useState<Option | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const send = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const path = { endpoint_id: endpoint.id };
      await testWebhookEndpoint({ path, body: { event_type: chosen?.id ?? null }, throwOnError: true });
      await logChanged(client, endpoint.id);
      notify({ title: t('test.sent'), tone: 'positive' });
      onClose();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t('test.action')}
      description={t('test.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button variant="primary" busy={busy} onClick={() => void send()}>
            {t('test.action')}
          </Button>
        </>
      }
    >
      <Field label={t('test.type')}>
        <Combobox
          items={options}
          loading={types.isPending}
          placeholder={t('test.ping')}
          value={chosen}
          onValueChange={setChosen}
          clearable
        />
      </Field>
      {error !== undefined && <ProblemNotice error={error} className="mt-3" />}
    </Dialog>
  );
}
