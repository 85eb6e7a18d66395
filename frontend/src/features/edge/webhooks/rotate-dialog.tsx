import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rotateWebhookSecret } from '@/api/gen/sdk.gen';
import type { WebhookEndpointCreated, WebhookEndpointOut } from '@/api/gen/types.gen';
import { Confirm } from '@/components/confirm';
import { Field } from '@/ui/field';
import { Select } from '@/ui/select';
import { endpointsChanged } from './queries';

const overlaps = { none: 0, hour: 3_600, day: 86_400, week: 604_800 } as const;
type Overlap = keyof typeof overlaps;
type Props = { endpoint: WebhookEndpointOut; onMade: (made: WebhookEndpointCreated) => void; onClose: () => void };

/** A new secret; the former one signs for a while as well. */
export default function RotateDialog({ endpoint, onMade, onClose }: Props) {
  const { t } = useTranslation('edge/webhooks');
  const client = useQueryClient();
  const [overlap, setOverlap] = useState<Overlap>('day');
  return (
    <Confirm
      open
      onOpenChange={onClose}
      title={t('rotate.title')}
      text={t('rotate.text')}
      confirmLabel={t('rotate.action')}
      onConfirm={async () => {
        const { data } = await rotateWebhookSecret({
          path: { endpoint_id: endpoint.id },
          body: { overlap_seconds: overlaps[overlap] },
          throwOnError: true,
        });
        await endpointsChanged(client);
        onMade(data);
      }}
    >
      <Field label={t('rotate.overlap')}>
        <Select
          items={(Object.keys(overlaps) as Overlap[]).map((value) => ({ value, label: t(`rotate.overlaps.${value}`) }))}
          value={overlap}
          onValueChange={setOverlap}
        />
      </Field>
    </Confirm>
  );
}
