import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { RunsStarted } from '@/api/gen/types.gen';
import { isUnderWay, jobQuery } from '@/api/job';
import { ProblemNotice } from '@/components/problem';
import { Progress } from '@/ui/progress';

type Props = { started: RunsStarted; automation: { id: string; name: string }; onClose: () => void };
const link = 'font-medium text-accent-ink text-sm underline-offset-2 hover:underline';

/** What became of it: the run, how many, or a job's progress. */
export function Outcome({ started, automation, onClose }: Props) {
  const { t } = useTranslation('edge/automations/shared');
  if (started.job_id) return <Job id={started.job_id} automation={automation} onClose={onClose} />;
  const runs = started.started.filter(({ run_id }) => run_id !== null);
  const left = started.started.filter(({ run_id }) => run_id === null);
  const single = started.started.length === 1 ? runs[0] : undefined;
  const reasons = [...new Set(left.flatMap(({ reason }) => reason ?? []))];
  return (
    <div role="status" className="flex flex-col gap-2 text-sm">
      <p>
        {single
          ? t('run.started', { name: automation.name })
          : t('run.counts', { started: runs.length, skipped: left.length })}
      </p>
      {reasons.length > 0 && (
        <>
          <p className="font-medium">{t('run.leftOut')}</p>
          <ul className="list-disc ps-5">
            {reasons.map((reason) => (
              <li key={reason}>{t(`reasons.${reason}`)}</li>
            ))}
          </ul>
        </>
      )}
      {runs.length > 0 && <RunsLink id={automation.id} run={single?.run_id ?? undefined} onClose={onClose} />}
    </div>
  );
}

function RunsLink({ id, run, onClose }: { id: string; run?: string; onClose: () => void }) {
  const { t } = useTranslation('edge/automations/shared');
  return (
    <Link
      to="/automations/$automationId"
      params={{ automationId: id }}
      search={{ tab: 'runs', run }}
      onClick={onClose}
      className={link}
    >
      {t(run ? 'run.open' : 'run.openAll')}
    </Link>
  );
}

function Job({ id, automation, onClose }: { id: string; automation: { id: string }; onClose: () => void }) {
  const { t } = useTranslation('edge/automations/shared');
  const { data: job, error, refetch } = useQuery(jobQuery(id));
  if (error) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (!job || isUnderWay(job.state)) {
    const { done = 0, total = null } = job?.progress ?? {};
    return <Progress label={t('run.working')} showLabel value={total === null ? null : done} max={total || 1} />;
  }
  const { started = 0, skipped = 0 } = (job.result ?? {}) as { started?: number; skipped?: number };
  return (
    <div role="status" className="flex flex-col gap-2 text-sm">
      <p>{job.state === 'succeeded' ? t('run.counts', { started, skipped }) : t('run.failed')}</p>
      <RunsLink id={automation.id} onClose={onClose} />
    </div>
  );
}
