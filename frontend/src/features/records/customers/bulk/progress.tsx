import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { JobOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { formatNumber } from '@/lib/format';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { Progress } from '@/ui/progress';
import { type BulkJob, useBulkRun } from './run';

/** How far an edit is; stopping keeps what was done. */
export function BulkProgress({ run, onEnded }: { run: BulkJob; onEnded: (job: JobOut | null) => void }) {
  const { t, i18n } = useTranslation('records/customers');
  const { job, error, refetch, stop, stopping } = useBulkRun(run, onEnded);
  const number = (value: number) => formatNumber(value, i18n.resolvedLanguage);
  const { done = 0, total = null } = job?.progress ?? {};
  const label = stopping
    ? t('bulk.stopping')
    : total === null
      ? t('bulk.counting')
      : t('bulk.progress', { done: number(done), total: number(total) });
  if (error)
    return (
      <div className="flex items-center gap-1">
        <ProblemNotice error={error} retry={() => void refetch()} />
        <IconButton icon={X} label={t('bulk.close')} onClick={() => onEnded(null)} />
      </div>
    );
  return (
    <>
      <Progress
        label={label}
        showLabel
        value={total === null ? null : done}
        max={total || 1}
        className="w-[min(20rem,60vw)] pe-3"
      />
      <Button variant="quiet" busy={stopping} onClick={stop}>
        {t('bulk.stop')}
      </Button>
    </>
  );
}
