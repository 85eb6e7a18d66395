import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ChevronRight, CircleDot } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { FIRST_PAGE } from '@/api/catalogues';
import { listTimelineInfiniteOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { TimelineItem } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { NewNote } from '@/features/records/notes/shared/new-note';
import { dayKey, formatClock, formatDay, formatTime } from '@/lib/time';
import { type KnownKind, timelineKinds } from '@/sockets/timeline';
import { Button } from '@/ui/button';
import { SkeletonLines } from '@/ui/skeleton';
import { byDay } from './days';
import { groupNoise } from './noise';

const kindOf = (name: string) => timelineKinds.find(({ kind }) => kind === name);

type Props = {
  customerId: string;
  /** Where the customer is. */
  timeZone: string | null;
  /** Which kinds are shown; none means all. */
  kinds: readonly string[] | undefined;
  onKinds: (kinds: string[] | undefined) => void;
  /** Whether one may write a note, which is done on top of what happened. */
  mayNote?: boolean;
};

/** Everything that happened, newest first, by day; whoever shows it keeps which kinds are shown. */
export function Feed({ customerId, timeZone: theirs, kinds: wanted, onKinds, mayNote }: Props) {
  const { t, i18n } = useTranslation(['records/timeline', 'components', 'names']);
  const { timeZone } = usePlace();
  const kinds = timelineKinds.map(({ kind }) => kind).filter((kind) => wanted?.includes(kind));
  const events = useInfiniteQuery({
    ...listTimelineInfiniteOptions({
      path: { customer_id: customerId },
      query: { limit: 50, kind: kinds.length ? kinds : undefined },
    }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
  const toggle = (kind: KnownKind) => {
    const next = kinds.includes(kind) ? kinds.filter((each) => each !== kind) : [...kinds, kind];
    onKinds(next.length ? next : undefined);
  };
  const items = events.data?.pages.flatMap((page) => page.items) ?? [];
  const language = i18n.resolvedLanguage;
  const today = dayKey(new Date().toISOString(), timeZone);
  return (
    <div className="flex flex-col gap-3 py-4">
      {mayNote && <NewNote customerId={customerId} rows={1} />}
      <div role="group" aria-label={t('filter')} className="flex flex-wrap gap-1">
        {timelineKinds.map(({ kind, label }) => (
          <button
            key={kind}
            type="button"
            aria-pressed={kinds.includes(kind)}
            onClick={() => toggle(kind)}
            className="h-6 rounded-full border px-2.5 text-muted text-xs hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-ink"
          >
            {t(`names:${label}`)}
          </button>
        ))}
      </div>
      {events.isPending && <SkeletonLines lines={6} />}
      {events.isError && <ProblemNotice error={events.error} retry={() => void events.refetch()} />}
      {events.isSuccess && items.length === 0 && (
        <EmptyState
          kind={kinds.length ? 'match' : 'first'}
          title={t(kinds.length ? 'noMatch' : 'none')}
          actions={kinds.length > 0 && <Button onClick={() => onKinds(undefined)}>{t('all')}</Button>}
        />
      )}
      {byDay(items, timeZone).map(({ day, items: those }) => (
        <section key={day} aria-label={formatDay(day, { language })}>
          <h2 className="pb-1 font-medium text-muted text-xs">
            {day === today ? t('today') : formatDay(day, { language })}
          </h2>
          <ol className="flex flex-col">
            {groupNoise(those).map((entry) =>
              entry.noise ? (
                <Noise key={entry.id} name={entry.name} events={entry.events} theirs={theirs} />
              ) : (
                <Event key={entry.event.id} event={entry.event} theirs={theirs} />
              ),
            )}
          </ol>
        </section>
      ))}
      <MoreButton of={events} className="self-center">
        {t('components:showMore')}
      </MoreButton>
    </div>
  );
}

type NoiseProps = { name: string; events: readonly TimelineItem[]; theirs: string | null };

/** Small changes in one line; opened, each is there. */
function Noise({ name, events, theirs }: NoiseProps) {
  const { t } = useTranslation('records/timeline');
  return (
    <li>
      <details className="group/noise">
        <summary className="flex cursor-pointer list-none items-baseline gap-3 rounded-md py-1.5 text-muted text-sm hover:text-ink">
          <ChevronRight
            size={14}
            aria-hidden
            className="shrink-0 translate-y-0.5 group-open/noise:rotate-90 rtl:not-group-open/noise:rotate-180"
          />
          {t('group', { name, count: events.length })}
        </summary>
        <ol className="flex flex-col ps-6">
          {events.map((event) => (
            <Event key={event.id} event={event} theirs={theirs} />
          ))}
        </ol>
      </details>
    </li>
  );
}

function Event({ event, theirs }: { event: TimelineItem; theirs: string | null }) {
  const { t, i18n } = useTranslation('records/timeline');
  const { timeZone } = usePlace();
  const language = i18n.resolvedLanguage;
  const Icon = kindOf(event.kind)?.icon ?? CircleDot;
  const exact = formatTime(event.occurred_at, { language, timeZone });
  const there =
    theirs && theirs !== timeZone
      ? t('there', { time: formatTime(event.occurred_at, { language, timeZone: theirs }) })
      : '';
  return (
    <li className="flex items-baseline gap-3 py-1.5 text-sm">
      <Icon size={14} aria-hidden className="shrink-0 translate-y-0.5 text-muted" />
      <span className="min-w-0 flex-1 break-words">{event.sentence}</span>
      <time
        dateTime={event.occurred_at}
        title={there ? `${exact} · ${there}` : exact}
        className="shrink-0 text-muted text-xs tabular-nums"
      >
        {formatClock(event.occurred_at, { language, timeZone })}
      </time>
    </li>
  );
}
