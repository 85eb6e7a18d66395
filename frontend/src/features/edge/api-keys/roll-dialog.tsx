import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listApiKeysQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { rollApiKey } from '@/api/gen/sdk.gen';
import type { ApiKeyCreated, ApiKeyOut } from '@/api/gen/types.gen';
import { Confirm } from '@/components/confirm';
import { Field } from '@/ui/field';
import { Select } from '@/ui/select';

const overlaps = { none: 0, hour: 3_600, day: 86_400, week: 604_800 } as const;
type Overlap = keyof typeof overlaps;

/** A new secret for the same key; the old one may go on for a while, so that no program stands still. */
export default function RollDialog({
  apiKey,
  onMade,
  onClose,
}: {
  apiKey: ApiKeyOut;
  onMade: (key: ApiKeyCreated) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('edge/api-keys');
  const client = useQueryClient();
  const [overlap, setOverlap] = useState<Overlap>('day');
  return (
    <Confirm
      open
      onOpenChange={onClose}
      title={t('rollTitle', { name: apiKey.name })}
      text={t('rollText')}
      confirmLabel={t('roll')}
      onConfirm={async () => {
        const { data } = await rollApiKey({
          path: { key_id: apiKey.id },
          body: { overlap_seconds: overlaps[overlap] },
          throwOnError: true,
        });
        await client.invalidateQueries({ queryKey: listApiKeysQueryKey() });
        onMade(data);
      }}
    >
      <Field label={t('overlap')}>
        <Select
          items={(Object.keys(overlaps) as Overlap[]).map((value) => ({ value, label: t(`overlaps.${value}`) }))}
          value={overlap}
          onValueChange={setOverlap}
        />
      </Field>
    </Confirm>
  );
}
