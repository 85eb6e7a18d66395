import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { getJob, replayWebhookEndpoint } from '@/api/gen/sdk.gen';
import type { WebhookEndpointOut } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { dayKey } from '@/lib/time';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { DatePicker } from '@/ui/date-picker';
import { Dialog } from '@/ui/dialog';
import { notify } from '@/ui/toast/manager';
import { earliestDay, momentsOf } from './period';
import { logChanged } from './queries';

const schema = z.object({ since: z.string(), until: z.string().nullable(), failed_only: z.boolean() });

/** Waits for a job; the page stays usable meanwhile. */
async function result(job_id: string) {
  for (;;) {
    const { data } = await getJob({ path: { job_id }, throwOnError: true });
    if (!['queued', 'running'].includes(data.state)) return data;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

type Props = {
  endpoint: WebhookEndpointOut;
  /** When the first missed thing happened; without it today is proposed. */
  since?: string;
  onClose: () => void;
};

/** Sends what happened on some days again. */
export default function ReplayDialog({ endpoint, since: missedSince, onClose }: Props) {
  const { t } = useTranslation('edge/webhooks');
  const client = useQueryClient();
  const { timeZone } = usePlace();
  const today = dayKey(new Date().toISOString(), timeZone);
  const earliest = earliestDay(timeZone, Date.now());
  const [proposed] = [earliest, missedSince ? dayKey(missedSince, timeZone) : today].sort().reverse();
  const form = useServerForm<z.infer<typeof schema>>({
    schema,
    defaultValues: { since: proposed ?? today, until: null, failed_only: true },
    onSubmit: async ({ since, until, failed_only }) => {
      const path = { endpoint_id: endpoint.id };
      const body = { ...momentsOf(since, until, timeZone, Date.now()), failed_only };
      const { data } = await replayWebhookEndpoint({ path, body, throwOnError: true });
      notify({ title: t('replay.started'), id: data.job_id });
      onClose();
      void result(data.job_id)
        .then(({ state, result: counts }) => {
          const done = state === 'succeeded';
          const title = done ? t('replay.done', { count: Number(counts.queued ?? 0) }) : t('replay.failed');
          notify({ title, tone: done ? 'positive' : 'danger', id: data.job_id });
        })
        .catch(() => notify({ title: t('replay.failed'), tone: 'danger', id: data.job_id }))
        .finally(() => void logChanged(client, endpoint.id));
    },
  });
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t('replay.action')}
      description={t('replay.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form="replay" variant="primary" busy={form.busy}>
            {t('replay.start')}
          </Button>
        </>
      }
    >
      <form id="replay" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="since" label={t('replay.since')}>
          {({ value, onChange }) => (
            <DatePicker
              aria-label={t('replay.since')}
              value={value}
              onValueChange={(day) => day && onChange(day)}
              min={earliest}
              max={today}
            />
          )}
        </FormField>
        <FormField in={form} name="until" label={t('replay.until')} description={t('replay.untilHint')} optional>
          {({ value, onChange }) => (
            <DatePicker aria-label={t('replay.until')} value={value} onValueChange={onChange} max={today} clearable />
          )}
        </FormField>
        <FormField
          in={form}
          name="failed_only"
          label={t('replay.failedOnly')}
          description={t('replay.failedOnlyHint')}
          inline
        >
          {({ value, onChange }) => <Checkbox checked={value} onCheckedChange={onChange} />}
        </FormField>
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}
