import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ImportOut } from '@/api/gen/types.gen';
import { isUnderWay } from '@/api/job';
import { usePlace } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { RelativeTime } from '@/components/relative-time';
import { formatBytes, formatNumber } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { buttonLook } from '@/ui/button';
import { Progress } from '@/ui/progress';
import { Loading, Skeleton } from '@/ui/skeleton';
import { FilesFrame } from '../frame';
import { importsQuery } from '../queries';
import { COUNTS, TONES } from '../run';

/** Every import that is kept: those that wait for a decision, those at work, and what became of the others. */
export function ImportsPage() {
  const { t } = useTranslation('records/transfers/imports');
  const imports = useInfiniteQuery(importsQuery);
  const items = imports.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <FilesFrame place="imports">
      {imports.isPending && <RowSkeletons />}
      {imports.error && <ProblemNotice className="mt-3" error={imports.error} retry={() => void imports.refetch()} />}
      {imports.data && items.length === 0 && (
        <EmptyState
          icon={FileUp}
          title={t('list.empty')}
          text={t('list.emptyText')}
          actions={
            <Link to="/imports/new" className={buttonLook()}>
              {t('list.first')}
            </Link>
          }
        />
      )}
      {items.length > 0 && (
        <ul aria-label={t('title')} className="border-b">
          {items.map((item) => (
            <ImportRow key={item.id} item={item} />
          ))}
        </ul>
      )}
      <MoreButton of={imports} className="mt-3">
        {t('more')}
      </MoreButton>
      {items.length > 0 && <p className="pt-3 text-muted text-xs">{t('list.kept')}</p>}
    </FilesFrame>
  );
}

export const RowSkeletons = () => (
  <Loading>
    {['a', 'b', 'c', 'd'].map((row) => (
      <div key={row} className="flex items-center gap-4 border-b py-3">
        <div className="flex flex-1 flex-col gap-2">
          <Skeleton className="w-48" />
          <Skeleton className="h-3 w-64 max-w-full" />
        </div>
        <Skeleton className="h-5 w-20" />
      </div>
    ))}
  </Loading>
);

function ImportRow({ item }: { item: ImportOut }) {
  const { t, i18n } = useTranslation('records/transfers/imports');
  const { timeZone } = usePlace();
  const number = (value: number) => formatNumber(value, i18n.resolvedLanguage);
  const { state, result } = item;
  const counts = COUNTS.filter((name) => result[name] > 0).map(
    (name) => `${number(result[name])} ${t(`outcomes.${name}`)}`,
  );
  const open = state === 'uploaded' ? t('list.continue') : null;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t py-3 first:border-t-0">
      <div className="min-w-0 flex-1 basis-64">
        <Link
          to="/imports/$importId"
          params={{ importId: item.id }}
          className="break-words font-medium text-sm underline-offset-2 hover:underline"
        >
          {item.file_name}
        </Link>
        <p className="flex flex-wrap gap-x-2 text-muted text-sm">
          <span>{formatBytes(item.file_size, i18n.resolvedLanguage)}</span>
          <span aria-hidden>·</span>
          <span>{t('list.by', { name: item.created_by })}</span>
          <span aria-hidden>·</span>
          <RelativeTime at={item.created_at} timeZone={timeZone} />
        </p>
      </div>
      {isUnderWay(state) ? (
        <Progress
          className="w-40"
          showLabel
          label={
            item.rows_total === null
              ? t('run.counting')
              : t('run.progress', { done: number(item.rows_done), total: number(item.rows_total) })
          }
          value={item.rows_total === null ? null : item.rows_done}
          max={item.rows_total || 1}
        />
      ) : (
        <p className="text-muted text-sm tabular-nums">{counts.join(' · ')}</p>
      )}
      <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>
      {open && (
        <Link
          to="/imports/$importId"
          params={{ importId: item.id }}
          aria-label={t('list.continueWith', { name: item.file_name })}
          className={buttonLook({ size: 'sm' })}
        >
          {open}
        </Link>
      )}
    </li>
  );
}
