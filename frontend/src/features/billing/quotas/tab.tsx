import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getCustomerQuotaOptions, listCustomerUsageOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { Overview } from '@/api/gen/types.gen';
import { useMay, usePlace } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { ProblemNotice, UnmetList } from '@/components/problem';
import { formatNumber } from '@/lib/format';
import { askAgain } from '@/lib/optimistic';
import { asProblem } from '@/lib/problem';
import { SkeletonLines } from '@/ui/skeleton';
import { QuotaMeter } from './meter';
import { TierForm } from './tier-form';

/** Uses are no events: while the tab is open the meter is asked this often. */
const LIVE_MS = 2000;

/** How much of its tool calls a customer has used within the sliding quarter of an hour (A6). */
export default function QuotaTab({ overview: { customer } }: { overview: Overview }) {
  const { t, i18n } = useTranslation('billing/quotas');
  const client = useQueryClient();
  const may = useMay('quotas:manage');
  const { timeZone } = usePlace();
  const path = { customer_id: customer.id };
  const quota = useQuery({
    ...getCustomerQuotaOptions({ path }),
    refetchInterval: ({ state }) => (state.status === 'error' ? false : LIVE_MS),
  });
  const usage = useQuery({ ...listCustomerUsageOptions({ path }), refetchInterval: LIVE_MS * 2 });
  const counted = usage.data?.items ?? [];
  const problem = quota.isError ? asProblem(quota.error) : null;
  const locked = problem?.code === 'prerequisites-unmet' ? problem.unmet : null;
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      {locked && <EmptyState kind="permission" title={t('locked')} text={<UnmetList unmet={locked} />} />}
      {problem && !locked && <ProblemNotice error={quota.error} retry={() => void quota.refetch()} />}
      {quota.isPending && <SkeletonLines lines={4} />}
      {quota.data && !problem && (
        <>
          <QuotaMeter quota={quota.data} timeZone={timeZone} />
          {may ? (
            <TierForm
              key={`${quota.data.source} ${quota.data.tier} ${quota.data.limit}`}
              customerId={customer.id}
              quota={quota.data}
              onSaved={() => askAgain(client, ['getCustomerQuota', 'listTimeline'])}
            />
          ) : (
            <p className="text-muted text-sm">{t('readOnly')}</p>
          )}
        </>
      )}
      {counted.length > 0 && (
        <section aria-labelledby="quota-also">
          <h3 id="quota-also" className="border-b pb-1 font-medium text-base">
            {t('also')}
          </h3>
          <dl className="divide-y text-sm">
            {counted.map(({ metric, used }) => (
              <div key={metric} className="flex justify-between py-2">
                <dt>{t(`metric.${metric}`)}</dt>
                <dd className="tabular-nums">{formatNumber(used, i18n.resolvedLanguage)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}
