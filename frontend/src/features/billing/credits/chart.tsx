import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { getCreditSeriesOptions } from '@/api/gen/@tanstack/react-query.gen';
import { ProblemNotice } from '@/components/problem';
import { dayFromIso } from '@/lib/days';
import { formatCompact, formatNumber } from '@/lib/format';
import { regional } from '@/lib/regional';
import { formatDay } from '@/lib/time';
import { useMedia } from '@/lib/use-media';
import { Skeleton } from '@/ui/skeleton';

/** Balance as a line, what was used as bars, for the last thirty days. Load it lazily: the library is large. */
export default function CreditsChart({ customerId, unit }: { customerId: string; unit: string }) {
  const { t, i18n } = useTranslation('billing/credits');
  const language = i18n.resolvedLanguage;
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const series = useQuery(getCreditSeriesOptions({ path: { customer_id: customerId }, query: { unit } }));
  if (series.isError) return <ProblemNotice error={series.error} retry={() => void series.refetch()} />;
  if (!series.data) return <Skeleton className="h-48 w-full" />;
  const days = series.data.days;
  if (!days.some(({ balance, burned, added }) => balance || burned || added)) return null;
  const tick = { fill: 'var(--muted)', fontSize: 12 };
  const day = (value: string) => formatDay(value, { language });
  const short = new Intl.DateTimeFormat(regional(language), { day: 'numeric', month: 'short' });
  const shortDay = (value: string) => short.format(dayFromIso(value));
  return (
    <figure className="flex flex-col gap-1">
      <div className="h-48 w-full text-xs" dir="ltr">
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart
            data={days}
            title={t('chart.title')}
            desc={t('chart.text', {
              first: formatNumber(days[0]?.balance ?? 0, language),
              last: formatNumber(days.at(-1)?.balance ?? 0, language),
              burned: formatNumber(
                days.reduce((sum, { burned }) => sum + burned, 0),
                language,
              ),
            })}
            margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
            accessibilityLayer
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="dated_on"
              tickFormatter={shortDay}
              tick={tick}
              tickLine={false}
              axisLine={false}
              minTickGap={48}
            />
            <YAxis
              tickFormatter={(value: number) => formatCompact(value, language)}
              tick={tick}
              tickLine={false}
              axisLine={false}
              width={44}
              allowDecimals={false}
            />
            <Tooltip
              labelFormatter={(label) => day(String(label))}
              formatter={(value) => formatNumber(Number(value), language)}
              contentStyle={{ background: 'var(--surface)', borderColor: 'var(--line)', color: 'var(--ink)' }}
              itemStyle={{ color: 'var(--ink)' }}
              cursor={{ fill: 'var(--hover)' }}
            />
            <Bar dataKey="burned" name={t('chart.burned')} fill="var(--caution)" isAnimationActive={!still} />
            <Line
              dataKey="balance"
              name={t('chart.balance')}
              type="stepAfter"
              stroke="var(--accent)"
              strokeWidth={2}
              dot={false}
              isAnimationActive={!still}
            />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
      <figcaption className="flex gap-4 text-muted text-xs">
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="h-0.5 w-4 bg-accent" />
          {t('chart.balance')}
        </span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 bg-caution" />
          {t('chart.burned')}
        </span>
      </figcaption>
    </figure>
  );
}
