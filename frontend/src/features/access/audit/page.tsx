import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { listAuditInfiniteOptions, listMembersOptions } from '@/api/gen/@tanstack/react-query.gen';
import { usePlace } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { dayKey, formatDate } from '@/lib/time';
import { Button } from '@/ui/button';
import { Combobox } from '@/ui/combobox';
import { DatePicker } from '@/ui/date-picker';
import { Select } from '@/ui/select';
import { SkeletonLines } from '@/ui/skeleton';
import { AuditRow } from './audit-row';
import { type Kind, kinds, startOfDay } from './kinds';

export type AuditFilter = { kind?: Kind; actor_id?: string; from?: string; to?: string };
type Props = { filter: AuditFilter; onFilter: (next: AuditFilter) => void };

const isDay = (text: string | undefined): text is string => !!text && /^\d{4}-\d{2}-\d{2}$/.test(text);

/** What happened here, who did it and what changed. */
export function AuditPage({ filter, onFilter }: Props) {
  const { t, i18n } = useTranslation('access/audit');
  const { timeZone } = usePlace();
  const { kind, actor_id, from, to } = filter;
  const entries = useInfiniteQuery({
    ...listAuditInfiniteOptions({
      query: {
        limit: 50,
        kind: kind && [kind],
        actor_id,
        from: isDay(from) ? startOfDay(from, timeZone) : undefined,
        to: isDay(to) ? startOfDay(to, timeZone, 1) : undefined,
      },
    }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (old) => old,
  });
  const items = entries.data?.pages.flatMap((page) => page.items) ?? [];
  const days = Map.groupBy(items, ({ occurred_at }) => dayKey(occurred_at, timeZone));
  const filtered = !!(kind || actor_id || from || to);
  const clear = () => onFilter({ kind: undefined, actor_id: undefined, from: undefined, to: undefined });
  return (
    <Page title={t('title')} width="wide" className="max-w-5xl">
      <PageHeader title={t('title')} text={t('text')} />
      <Filters filter={filter} onFilter={onFilter} onClear={filtered ? clear : undefined} />
      {entries.isPending && <SkeletonLines lines={9} />}
      {entries.error && <ProblemNotice error={entries.error} retry={() => void entries.refetch()} />}
      {entries.data && items.length === 0 && (
        <EmptyState
          kind={filtered ? 'match' : 'first'}
          icon={filtered ? undefined : ScrollText}
          title={t(filtered ? 'noMatch' : 'empty')}
          actions={filtered && <Button onClick={clear}>{t('clear')}</Button>}
        />
      )}
      {[...days].map(([day, list]) => (
        <section key={day} aria-labelledby={`day-${day}`} className="mt-3">
          <h2 id={`day-${day}`} className="py-1 font-medium text-muted text-xs">
            {formatDate(list[0]?.occurred_at ?? day, { language: i18n.resolvedLanguage, timeZone })}
          </h2>
          <ul className="divide-y border-y">
            {list.map((entry) => (
              <AuditRow key={entry.id} entry={entry} />
            ))}
          </ul>
        </section>
      ))}
      <MoreButton of={entries} className="mt-3">
        {t('more')}
      </MoreButton>
    </Page>
  );
}

function Filters({ filter, onFilter, onClear }: Props & { onClear?: () => void }) {
  const { t } = useTranslation('access/audit');
  const members = useQuery(listMembersOptions({ query: { limit: 200 } }));
  const people = (members.data?.items ?? []).map(({ id, name, email }) => ({ id, name, hint: email }));
  const everything: Kind | '' = '';
  return (
    <div className="flex flex-wrap items-center gap-2 py-2">
      <Select
        className="w-44"
        aria-label={t('kind')}
        items={[
          { value: everything, label: t('everything') },
          ...kinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
        ]}
        value={filter.kind ?? everything}
        onValueChange={(value) => onFilter({ kind: value || undefined })}
      />
      <Combobox
        className="w-52"
        aria-label={t('actor')}
        placeholder={t('everybody')}
        items={people}
        value={people.find(({ id }) => id === filter.actor_id) ?? null}
        onValueChange={(person) => onFilter({ actor_id: person?.id })}
        clearable
      />
      {(['from', 'to'] as const).map((end) => (
        <span key={end} className="flex items-center gap-1.5 text-muted text-sm">
          {t(end)}
          <DatePicker
            aria-label={t(end)}
            value={isDay(filter[end]) ? filter[end] : null}
            onValueChange={(day) => onFilter({ [end]: day ?? undefined })}
            clearable
          />
        </span>
      ))}
      {onClear && (
        <Button variant="quiet" onClick={onClear}>
          {t('clear')}
        </Button>
      )}
    </div>
  );
}
