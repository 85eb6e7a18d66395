import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listEmbedRefusalsOptions } from '@/api/gen/@tanstack/react-query.gen';
import { usePlace } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { RelativeTime } from '@/components/relative-time';

/** Sites that tried to show the widgets and may not. */
export function Refusals({ customerId }: { customerId: string }) {
  const { t } = useTranslation('edge/embeds');
  const { timeZone } = usePlace();
  const log = useQuery(listEmbedRefusalsOptions({ path: { customer_id: customerId }, query: { limit: 50 } }));
  return (
    <section aria-label={t('refusals')} className="flex flex-col gap-1">
      <h3 className="font-medium text-sm">{t('refusals')}</h3>
      {log.isError && <ProblemNotice error={log.error} retry={() => void log.refetch()} />}
      {log.data?.items.length === 0 && <p className="text-muted text-sm">{t('noRefusals')}</p>}
      {log.data && log.data.items.length > 0 && (
        <ul className="divide-y border-y">
          {log.data.items.map(({ id, origin, token, times, last_at }) => (
            <li key={id} className="flex min-h-row flex-wrap items-center gap-x-3 py-1 text-sm">
              <code className="min-w-0 flex-1 break-all font-mono text-xs">{origin}</code>
              <span className="text-muted text-xs">
                {token.name} · {t('times', { count: times })} · <RelativeTime at={last_at} timeZone={timeZone} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
