import { useInfiniteQuery } from '@tanstack/react-query';
import { Download, FileDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { JobOut } from '@/api/gen/types.gen';
import { isUnderWay } from '@/api/job';
import { usePlace } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { RelativeTime } from '@/components/relative-time';
import { formatNumber } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { buttonLook } from '@/ui/button';
import { FilesFrame } from '../frame';
import { RowSkeletons } from '../imports/list-page';
import { exportsQuery } from '../queries';
import { TONES } from '../run';

/** The exports of the last thirty days: whoever closed the dialog finds the file here. */
export function ExportsPage() {
  const { t } = useTranslation('records/transfers/imports');
  const jobs = useInfiniteQuery(exportsQuery);
  const items = jobs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <FilesFrame place="exports">
      {jobs.isPending && <RowSkeletons />}
      {jobs.error && <ProblemNotice className="mt-3" error={jobs.error} retry={() => void jobs.refetch()} />}
      {jobs.data && items.length === 0 && (
        <EmptyState icon={FileDown} title={t('exports.empty')} text={t('exports.emptyText')} />
      )}
      {items.length > 0 && (
        <ul aria-label={t('exports.title')} className="border-b">
          {items.map((job) => (
            <ExportRow key={job.id} job={job} />
          ))}
        </ul>
      )}
      <MoreButton of={jobs} className="mt-3">
        {t('more')}
      </MoreButton>
    </FilesFrame>
  );
}

function ExportRow({ job }: { job: JobOut }) {
  const { t, i18n } = useTranslation('records/transfers/imports');
  const { timeZone } = usePlace();
  const count = job.progress.done;
  const formatted = formatNumber(count, i18n.resolvedLanguage);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t py-3 first:border-t-0">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium text-sm">{t('exports.customers', { count, formatted })}</p>
        <p className="flex flex-wrap gap-x-2 text-muted text-sm">
          <span>{t('list.by', { name: job.started_by.name })}</span>
          <span aria-hidden>·</span>
          <RelativeTime at={job.created_at} timeZone={timeZone} />
        </p>
        {job.error && <p className="text-danger-ink text-sm">{job.error}</p>}
      </div>
      <Badge tone={TONES[job.state]}>{t(`states.${job.state}`)}</Badge>
      {job.result_url && !isUnderWay(job.state) && (
        <a href={job.result_url} download className={buttonLook({ size: 'sm' })}>
          <Download size={14} aria-hidden />
          {t('exports.download')}
        </a>
      )}
    </li>
  );
}
