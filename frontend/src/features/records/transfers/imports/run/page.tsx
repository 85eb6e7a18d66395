import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportOut } from '@/api/gen/types.gen';
import { isUnderWay, jobQuery } from '@/api/job';
import { useMay, usePlace } from '@/api/session';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice, ProblemPage } from '@/components/problem';
import { RelativeTime } from '@/components/relative-time';
import { formatBytes } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { SkeletonLines } from '@/ui/skeleton';
import { importQuery, importsQuery } from '../../queries';
import { type Run, runOf, TONES } from '../../run';
import { keptDraft } from '../wizard/use-draft';
import { RunProgress } from './progress';
import { Rejects } from './rejects';
import { Result } from './result';

/** An import after its start: how far it is, then what became of it. */
export function RunPage({ importId }: { importId: string }) {
  const { t } = useTranslation('records/transfers/imports');
  const found = useQuery(importQuery(importId));
  if (found.error && !found.data) return <ProblemPage error={found.error} retry={() => void found.refetch()} />;
  if (!found.data)
    return (
      <Page title={t('title')} width="narrow">
        <PageHeader title={t('title')} />
        <SkeletonLines lines={6} className="py-4" />
      </Page>
    );
  if (found.data.state === 'uploaded') {
    const step = keptDraft(importId)?.step ?? 'file';
    return <Navigate to="/imports/$importId/$step" params={{ importId, step }} replace />;
  }
  return <Watched found={found.data} error={found.error} />;
}

function Watched({ found, error }: { found: ImportOut; error: unknown }) {
  const { t, i18n } = useTranslation('records/transfers/imports');
  const { timeZone } = usePlace();
  const mayWatch = useMay('jobs:read') && found.job_id !== null && found.state !== 'ended';
  const job = useQuery({ ...jobQuery(found.job_id ?? ''), enabled: mayWatch });
  const run = runOf(found, job.data);
  const { state } = run;
  useFreshness(state);
  return (
    <Page title={`${t(`states.${state}`)} · ${found.file_name}`} width="narrow" className="max-w-4xl">
      <PageHeader
        title={found.file_name}
        text={
          <span className="flex flex-wrap items-center gap-x-2">
            {formatBytes(found.file_size, i18n.resolvedLanguage)}
            <span aria-hidden>·</span>
            {t('list.by', { name: found.created_by })}
            <span aria-hidden>·</span>
            <RelativeTime at={found.created_at} timeZone={timeZone} />
          </span>
        }
        actions={
          <>
            <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>
            <Link
              to="/imports"
              className="inline-flex items-center gap-1 font-medium text-accent-ink text-sm underline-offset-2 hover:underline"
            >
              <ArrowLeft size={14} aria-hidden className="rtl:rotate-180" />
              {t('run.all')}
            </Link>
          </>
        }
      />
      {(error ?? job.error) != null && <ProblemNotice error={error ?? job.error} className="mb-3" />}
      <Body found={found} run={run} />
    </Page>
  );
}

function Body({ found, run }: { found: ImportOut; run: Run }) {
  return (
    <>
      {isUnderWay(run.state) ? <RunProgress jobId={found.job_id} run={run} /> : <Result found={found} run={run} />}
      {!isUnderWay(run.state) && run.counts.rejected > 0 && <Rejects importId={found.id} count={run.counts.rejected} />}
    </>
  );
}

/** When the import ends, everything that shows customers, tags or fields is asked for anew. */
function useFreshness(state: Run['state']): void {
  const client = useQueryClient();
  const before = useRef(state);
  useEffect(() => {
    if (isUnderWay(before.current) && !isUnderWay(state)) void client.invalidateQueries();
    else if (before.current !== state) void client.invalidateQueries({ queryKey: importsQuery.queryKey });
    before.current = state;
  }, [state, client]);
}
