import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getMeteringOptions } from '@/api/gen/@tanstack/react-query.gen';
import { setMetering } from '@/api/gen/sdk.gen';
import type { MeteringOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { SettingsGroup } from '@/components/settings-group';
import { askAgain } from '@/lib/optimistic';
import { Field } from '@/ui/field';
import { SkeletonLines } from '@/ui/skeleton';
import { Switch } from '@/ui/switch';

type Metric = MeteringOut['metrics'][number];
const METRICS: readonly Metric[] = ['api_calls', 'automation_steps', 'webhooks'];

/** What is counted for the customer concerned, besides tool calls. */
export function Metering() {
  const { t } = useTranslation('billing/features/settings');
  const client = useQueryClient();
  const metering = useQuery(getMeteringOptions());
  const [error, setError] = useState<unknown>();
  const chosen = metering.data?.metrics ?? [];
  const change = async (metric: Metric, on: boolean) => {
    setError(undefined);
    try {
      const metrics = METRICS.filter((each) => (each === metric ? on : chosen.includes(each)));
      await setMetering({ body: { metrics }, throwOnError: true });
      await askAgain(client, ['getMetering', 'listCustomerUsage']);
    } catch (thrown) {
      setError(thrown);
    }
  };
  const problem = error ?? metering.error;
  return (
    <SettingsGroup title={t('metering.title')} text={t('metering.text')}>
      {problem && <ProblemNotice error={problem} retry={() => void metering.refetch()} />}
      {metering.isPending && <SkeletonLines lines={3} />}
      {metering.data && (
        <div className="flex flex-col gap-3">
          {METRICS.map((metric) => (
            <Field key={metric} inline label={t(`metering.${metric}`)} description={t(`metering.${metric}_text`)}>
              <Switch checked={chosen.includes(metric)} onCheckedChange={(on) => void change(metric, on)} />
            </Field>
          ))}
        </div>
      )}
    </SettingsGroup>
  );
}
