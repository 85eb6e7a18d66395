import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { explainAutomationOptions } from '@/api/gen/@tanstack/react-query.gen';
import { usePlace } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { RelativeTime } from '@/components/relative-time';
import { CustomerPicker } from '@/features/records/overview/shared/customer-picker';
import type { Option } from '@/ui/combobox';
import { SkeletonLines } from '@/ui/skeleton';
import { Decisions } from '../shared/decisions';
import { useBuilder } from './builder';

/** Why it did not run for a customer: the condition that failed. */
export function WhyNot({ automationId }: { automationId: string }) {
  const { t } = useTranslation(['edge/automations', 'edge/automations/shared']);
  const { words } = useBuilder();
  const { timeZone } = usePlace();
  const [customer, setCustomer] = useState<Option | null>(null);
  const why = useQuery({
    ...explainAutomationOptions({ path: { automation_id: automationId }, query: { customer_id: customer?.id } }),
    enabled: customer !== null,
    staleTime: 0,
  });
  return (
    <section aria-labelledby="why-not" className="flex min-w-0 flex-col gap-3">
      <div>
        <h2 id="why-not" className="font-medium text-base">
          {t('why.title')}
        </h2>
        <p className="text-muted text-sm">{t('why.text')}</p>
      </div>
      <CustomerPicker label={t('why.customer')} value={customer} onPick={setCustomer} />
      {why.isLoading && <SkeletonLines lines={3} />}
      {why.error && <ProblemNotice error={why.error} retry={() => void why.refetch()} />}
      {customer && why.data && (
        <div role="status" className="flex flex-col gap-2 rounded-lg border p-3 text-sm">
          <p className="font-medium">
            {why.data.ran
              ? t('why.ran')
              : why.data.reason
                ? t(`edge/automations/shared:reasons.${why.data.reason}`)
                : why.data.message}
          </p>
          <Decisions decisions={why.data.decisions} words={words} />
          <p className="text-muted text-xs">
            {why.data.basis === 'recorded' && why.data.happened_at ? (
              <>
                {t('why.recorded')} <RelativeTime at={why.data.happened_at} timeZone={timeZone} />
              </>
            ) : (
              t('why.now')
            )}
          </p>
          {why.data.run_id && (
            <Link
              to="/automations/$automationId"
              params={{ automationId }}
              search={{ tab: 'runs', run: why.data.run_id }}
              className="font-medium text-accent-ink hover:underline"
            >
              {t('edge/automations/shared:run.open')}
            </Link>
          )}
        </div>
      )}
    </section>
  );
}
