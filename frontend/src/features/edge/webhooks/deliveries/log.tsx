import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { listWebhookDeliveriesInfiniteOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { WebhookDeliveryOut, WebhookEndpointOut } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { RelativeTime } from '@/components/relative-time';
import { Badge } from '@/ui/badge';
import { Select } from '@/ui/select';
import { SkeletonLines } from '@/ui/skeleton';
import type { LogPlace } from '../endpoint/page';
import { deliveryTones, isMoving, type LogFilter, logFilters } from '../states';

const DeliveryDialog = lazy(() => import('./dialog'));
const SOON = 1_500;
const LATER = 15_000;
type Props = { endpoint: WebhookEndpointOut; place: LogPlace; onPlace: (next: LogPlace) => void };

/** What was sent to an endpoint, and whether it arrived. Looks again by itself, sooner while something is on its way. */
export function DeliveryLog({ endpoint, place, onPlace }: Props) {
  const { t } = useTranslation('edge/webhooks');
  const show: LogFilter = place.show ?? 'all';
  const states = logFilters[show];
  const log = useInfiniteQuery({
    ...listWebhookDeliveriesInfiniteOptions({
      path: { endpoint_id: endpoint.id },
      query: { limit: 50, state: states && [...states] },
    }),
    initialPageParam: { path: { endpoint_id: endpoint.id } },
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (old) => old,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ items }) => items.some((each) => isMoving(each, Date.now()))) ? SOON : LATER,
  });
  const items = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="log">
      <div className="flex flex-wrap items-center justify-between gap-2 pb-2">
        <div>
          <h2 id="log" className="font-medium text-base">
            {t('log.title')}
          </h2>
          <p className="text-muted text-sm">{t('log.text')}</p>
        </div>
        <Select
          className="w-44"
          aria-label={t('log.show')}
          items={(Object.keys(logFilters) as LogFilter[]).map((value) => ({
            value,
            label: value === 'all' || value === 'waiting' ? t(`log.${value}`) : t(`log.states.${value}`),
          }))}
          value={show}
          onValueChange={(value) => onPlace({ show: value === 'all' ? undefined : value })}
        />
      </div>
      {log.isPending && <SkeletonLines lines={6} />}
      {log.error && <ProblemNotice error={log.error} retry={() => void log.refetch()} />}
      {log.data && items.length === 0 && (
        <EmptyState
          kind={states ? 'match' : 'first'}
          icon={states ? undefined : ScrollText}
          title={t(states ? 'log.noMatch' : 'log.empty')}
          text={states ? undefined : t('log.emptyText')}
        />
      )}
      {items.length > 0 && (
        <ul aria-labelledby="log" className="divide-y border-y">
          {items.map((delivery) => (
            <Row key={delivery.id} delivery={delivery} onOpen={() => onPlace({ delivery: delivery.id })} />
          ))}
        </ul>
      )}
      <MoreButton of={log} className="mt-3">
        {t('more')}
      </MoreButton>
      <Suspense>
        {place.delivery && (
          <DeliveryDialog endpoint={endpoint} id={place.delivery} onClose={() => onPlace({ delivery: undefined })} />
        )}
      </Suspense>
    </section>
  );
}

function Row({ delivery, onOpen }: { delivery: WebhookDeliveryOut; onOpen: () => void }) {
  const { t } = useTranslation('edge/webhooks');
  const { timeZone } = usePlace();
  const { event_type, event_id, state, attempts, last_status, next_attempt_at, created_at } = delivery;
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="flex min-h-11 w-full flex-wrap items-center gap-x-3 gap-y-1 py-1.5 text-start text-sm hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span className="min-w-0 flex-1 basis-40">
          <span className="break-all font-mono text-xs">{event_type}</span>
          {event_id === null && <Badge className="ms-2">{t('log.test')}</Badge>}
        </span>
        <span className="text-muted text-xs tabular-nums">
          {last_status !== null && `${last_status} · `}
          {t('log.attempts', { count: attempts })}
          {state === 'queued' && attempts > 0 && next_attempt_at && (
            <>
              {' · '}
              {t('log.next')} <RelativeTime at={next_attempt_at} timeZone={timeZone} />
            </>
          )}
        </span>
        <RelativeTime at={created_at} timeZone={timeZone} className="w-28 text-end text-muted text-xs max-sm:hidden" />
        <Badge tone={deliveryTones[state]}>{t(`log.states.${state}`)}</Badge>
      </button>
    </li>
  );
}
