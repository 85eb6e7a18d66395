import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cancelJobMutation } from '@/api/gen/@tanstack/react-query.gen';
import { jobQuery } from '@/api/job';
import { useMay } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { asProblem } from '@/lib/problem';
import { Button } from '@/ui/button';
import { Progress } from '@/ui/progress';
import type { Run } from '../../run';
import { Counters } from './result';

/** How far it is, and the way to stop it. It goes on without this page. */
export function RunProgress({ jobId, run }: { jobId: string | null; run: Run }) {
  const { t, i18n } = useTranslation('records/transfers/imports');
  const client = useQueryClient();
  const mayStop = useMay('jobs:read') && jobId !== null;
  const number = (value: number) => new Intl.NumberFormat(i18n.resolvedLanguage).format(value);
  const stop = useMutation({
    ...cancelJobMutation(),
    meta: { inline: true },
    onSettled: () => client.invalidateQueries({ queryKey: jobQuery(jobId ?? '').queryKey }),
  });
  const stopping = run.stopping || stop.isPending;
  const label = stopping
    ? t('run.stopping')
    : run.state === 'queued'
      ? t('run.queued')
      : run.total === null
        ? t('run.counting')
        : t('run.progress', { done: number(run.done), total: number(run.total) });
  // A job that ended in this very moment cannot be stopped: what it did is shown then, which says enough.
  const refused = stop.error && asProblem(stop.error).code !== 'job-finished' ? stop.error : null;
  return (
    <section aria-labelledby="progress" className="flex flex-col gap-4 py-3">
      <h2 id="progress" className="sr-only">
        {t('states.running')}
      </h2>
      <Progress label={label} showLabel value={run.total === null ? null : run.done} max={run.total || 1} />
      <Counters counts={run.counts} />
      {refused && <ProblemNotice error={refused} />}
      <div className="flex flex-wrap items-center gap-3">
        {mayStop && (
          <Button busy={stopping} onClick={() => jobId && stop.mutate({ path: { job_id: jobId } })}>
            {!stopping && <Square size={14} aria-hidden />}
            {t('run.cancel')}
          </Button>
        )}
        <p className="min-w-0 flex-1 basis-60 text-muted text-sm">{t('run.leave')}</p>
      </div>
    </section>
  );
}
