import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { forecastCreditsOptions } from '@/api/gen/@tanstack/react-query.gen';
import { formatNumber } from '@/lib/format';
import { formatDay } from '@/lib/time';
import { Skeleton } from '@/ui/skeleton';

/** When the credits run out, and how that was worked out. */
export function Forecast({ customerId, unit }: { customerId: string; unit: string }) {
  const { t, i18n } = useTranslation('billing/credits');
  const language = i18n.resolvedLanguage;
  const { data } = useQuery(forecastCreditsOptions({ path: { customer_id: customerId }, query: { unit } }));
  if (!data) return <Skeleton className="h-5 w-72" />;
  const number = (value: number) => formatNumber(value, language);
  const pace = t('forecast.pace', {
    burned: number(data.burned),
    count: data.days_observed,
    perDay: number(Math.round(data.per_day * 10) / 10),
  });
  return (
    <div className="text-sm">
      <p className="font-medium">
        {data.runs_out_on
          ? t('forecast.runsOut', { date: formatDay(data.runs_out_on, { language }), count: data.days_left ?? 0 })
          : t(data.burned > 0 ? 'forecast.long' : 'forecast.never')}
      </p>
      <p className="text-muted text-xs">
        {data.burned > 0 ? pace : t('forecast.idle')}
        {data.expiring_unused > 0 && ` ${t('forecast.unused', { amount: number(data.expiring_unused) })}`}
      </p>
    </div>
  );
}
