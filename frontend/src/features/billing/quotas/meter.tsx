import { TimerReset } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuotaOut } from '@/api/gen/types.gen';
import { formatNumber } from '@/lib/format';
import { Progress } from '@/ui/progress';
import { clock, countdown } from './countdown';

/** Used, left, and to the second when there will be more. */
export function QuotaMeter({ quota, timeZone }: { quota: QuotaOut; timeZone?: string }) {
  const { t, i18n } = useTranslation('billing/quotas');
  const language = i18n.resolvedLanguage;
  const number = (value: number) => formatNumber(value, language);
  return (
    <section aria-labelledby="quota-title" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 id="quota-title" className="font-medium text-base">
          {t('title')}
        </h3>
        <p className="font-semibold text-xl tabular-nums">{t('remaining', { remaining: number(quota.remaining) })}</p>
      </div>
      <Progress
        label={t('used', { used: number(quota.used), limit: number(quota.limit) })}
        value={Math.min(quota.used, quota.limit)}
        max={quota.limit}
        showLabel
      />
      {quota.remaining === 0 && (
        <p role="status" className="flex items-center gap-2 rounded-md bg-danger-soft px-3 py-2 text-sm">
          <TimerReset size={16} aria-hidden className="shrink-0 text-danger-ink" />
          {t('over')}
        </p>
      )}
      {quota.resets_at && quota.full_at ? (
        <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-2">
          <Moment label={t('resets')} at={quota.resets_at} timeZone={timeZone} />
          <Moment label={t('full')} at={quota.full_at} timeZone={timeZone} />
        </dl>
      ) : (
        <p className="text-muted text-sm">{t('unused')}</p>
      )}
    </section>
  );
}

function Moment({ label, at, timeZone }: { label: string; at: string; timeZone?: string }) {
  const { t, i18n } = useTranslation('billing/quotas');
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="flex flex-wrap gap-x-2">
      <dt className="text-muted">{label}</dt>
      <dd className="tabular-nums">
        <time dateTime={at}>{clock(at, i18n.resolvedLanguage, timeZone)}</time>{' '}
        <span className="text-muted">{t('in', { time: countdown(at, now) })}</span>
      </dd>
    </div>
  );
}
