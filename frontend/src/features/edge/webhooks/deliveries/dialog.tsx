import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { getWebhookDeliveryOptions, redeliverWebhookMutation } from '@/api/gen/@tanstack/react-query.gen';
import type { WebhookAttemptOut, WebhookDeliveryDetail, WebhookEndpointOut } from '@/api/gen/types.gen';
import { useMay, usePlace } from '@/api/session';
import { CopyButton } from '@/components/copy-button';
import { ProblemNotice } from '@/components/problem';
import { RelativeTime } from '@/components/relative-time';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { CodeBlock } from '@/ui/code-block';
import { Dialog } from '@/ui/dialog';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { logChanged } from '../queries';
import { deliveryTones, isMoving } from '../states';

type Props = { endpoint: WebhookEndpointOut; id: string; onClose: () => void };

/** What was sent, what was answered, and every attempt; looks again while it is on its way. */
export default function DeliveryDialog({ endpoint, id, onClose }: Props) {
  const { t } = useTranslation('edge/webhooks');
  const client = useQueryClient();
  const mayWrite = useMay('webhooks:write');
  const path = { endpoint_id: endpoint.id, delivery_id: id };
  const delivery = useQuery({
    ...getWebhookDeliveryOptions({ path }),
    refetchInterval: ({ state: { data } }) => (data && isMoving(data, Date.now()) ? 1_500 : false),
  });
  const redeliver = useMutation({
    ...redeliverWebhookMutation(),
    meta: { inline: true },
    onSuccess: () => notify({ title: t('delivery.redelivered'), tone: 'positive' }),
    onSettled: () => logChanged(client, endpoint.id),
  });
  const data = delivery.data;
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={data ? t('delivery.title', { type: data.event_type }) : t('log.title')}
      footer={
        mayWrite &&
        data && (
          <Button busy={redeliver.isPending} onClick={() => redeliver.mutate({ path })}>
            <RotateCw size={16} aria-hidden />
            {t('delivery.redeliver')}
          </Button>
        )
      }
    >
      {delivery.isPending && <SkeletonLines lines={8} />}
      {delivery.error && <ProblemNotice error={delivery.error} retry={() => void delivery.refetch()} />}
      {redeliver.error && <ProblemNotice error={redeliver.error} className="mb-3" />}
      {data && <Content delivery={data} />}
    </Dialog>
  );
}

function Content({ delivery }: { delivery: WebhookDeliveryDetail }) {
  const { t } = useTranslation('edge/webhooks');
  const { state, webhook_id, payload, calls } = delivery;
  const text = payload && JSON.stringify(payload, null, 2);
  return (
    <div className="flex flex-col gap-4">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <Badge tone={deliveryTones[state]}>{t(`log.states.${state}`)}</Badge>
        <code className="min-w-0 break-all font-mono text-muted text-xs">{webhook_id}</code>
        <CopyButton text={webhook_id} label={`${t('delivery.copy')}: webhook-id`} />
      </p>
      {state === 'withheld' && <p className="text-sm">{t('delivery.withheldText')}</p>}
      <section aria-labelledby="attempts">
        <h3 id="attempts" className="pb-1 font-medium text-sm">
          {t('delivery.attempts')}
        </h3>
        {calls.length === 0 && <p className="text-muted text-sm">{t('delivery.noAttempts')}</p>}
        <ol className="divide-y border-y empty:hidden">
          {calls.map((call) => (
            <Attempt key={call.attempted_at} call={call} />
          ))}
        </ol>
      </section>
      {text ? (
        <div className="flex flex-col gap-1">
          <CodeBlock
            text={text}
            label={t('delivery.payload')}
            copyLabel={t('delivery.copy')}
            copiedLabel={t('delivery.copied')}
          />
          <p className="text-muted text-xs">{t('delivery.payloadText')}</p>
        </div>
      ) : (
        <p className="text-muted text-sm">{t('delivery.payloadHidden')}</p>
      )}
    </div>
  );
}

function Attempt({ call }: { call: WebhookAttemptOut }) {
  const { t } = useTranslation('edge/webhooks');
  const { timeZone } = usePlace();
  const { attempted_at, duration_ms, status, error, response_body, response_truncated } = call;
  return (
    <li className="flex flex-col gap-2 py-2 text-sm">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={error ? 'danger' : 'positive'}>
          {status === null ? t('delivery.noAnswer') : t('delivery.status', { status })}
        </Badge>
        {error && <span>{t(`delivery.errors.${error}`)}</span>}
        <span className="ms-auto text-muted text-xs tabular-nums">
          {t('delivery.ms', { count: duration_ms })} · <RelativeTime at={attempted_at} timeZone={timeZone} />
        </span>
      </p>
      {response_body === null && <p className="text-muted text-xs">{t('delivery.responseHidden')}</p>}
      {response_body && (
        <CodeBlock
          text={response_body}
          label={response_truncated ? t('delivery.cut') : t('delivery.response')}
          copyLabel={t('delivery.copy')}
          copiedLabel={t('delivery.copied')}
        />
      )}
    </li>
  );
}
