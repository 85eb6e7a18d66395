import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft, Ban, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import {
  cancelAutomationRunMutation,
  getAutomationRunOptions,
  getAutomationRunQueryKey,
  retryAutomationRunMutation,
} from '@/api/gen/@tanstack/react-query.gen';
import type { AutomationOut, RunTrace } from '@/api/gen/types.gen';
import { useMay, usePlace } from '@/api/session';
import { CopyButton } from '@/components/copy-button';
import { ProblemNotice } from '@/components/problem';
import { RelativeTime } from '@/components/relative-time';
import { Button } from '@/ui/button';
import { SkeletonLines } from '@/ui/skeleton';
import { useBuilder } from '../editor/builder';
import { useAutomationCache } from '../queries';
import { allSteps, fullStep } from '../shared/flow';
import { StateBadge } from '../shared/state-badge';
import { Json, Trace } from '../shared/trace';

type Props = { automation: AutomationOut; runId: string; onBack: () => void };
const UNDER_WAY = ['queued', 'running', 'waiting'];

/** One run: who and what started it, every step it did, and how it goes on. */
export function RunView({ automation, runId, onBack }: Props) {
  const { t } = useTranslation('edge/automations');
  const path = { run_id: runId };
  const run = useQuery({
    ...getAutomationRunOptions({ path }),
    refetchInterval: ({ state: { data } }) =>
      data && !UNDER_WAY.includes(data.state) ? false : data?.state === 'waiting' ? 5_000 : 1_500,
  });
  return (
    <div className="flex flex-col gap-4">
      <Button variant="quiet" className="self-start" onClick={onBack}>
        <ArrowLeft size={16} aria-hidden className="rtl:rotate-180" />
        {t('runs.back')}
      </Button>
      {run.isPending && <SkeletonLines lines={8} />}
      {run.error && <ProblemNotice error={run.error} retry={() => void run.refetch()} />}
      {run.data && <Shown run={run.data} automation={automation} />}
    </div>
  );
}

function Shown({ run, automation }: { run: RunTrace; automation: AutomationOut }) {
  const { t } = useTranslation('edge/automations');
  const { timeZone } = usePlace();
  const { words } = useBuilder();
  const { acts_for, trigger, created_at, finished_at } = run;
  const type = run.trigger_type;
  return (
    <article aria-label={t('runs.one')} className="flex flex-col gap-4">
      <header className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-56">
          <h2 className="flex flex-wrap items-center gap-2 font-medium text-base">
            {run.customer ? (
              <Link to="/w/$customerId" params={{ customerId: run.customer.id }} className="hover:underline">
                {run.customer.name}
              </Link>
            ) : (
              t('runs.noCustomer')
            )}
            <StateBadge state={run.state} />
          </h2>
          <p className="text-muted text-sm">
            {type
              ? words.event(type)
              : t(`runs.by.${run.trigger_kind}` as 'runs.by.manual', { defaultValue: run.trigger_kind })}
            {' · '}
            <RelativeTime at={created_at} timeZone={timeZone} />
            {finished_at && (
              <>
                {' · '}
                {t('runs.ended')} <RelativeTime at={finished_at} timeZone={timeZone} />
              </>
            )}
          </p>
          <p className="flex items-center gap-1 text-muted text-xs">
            {t('runs.behalf', { name: acts_for.name, version: run.flow_version })}
            <CopyButton text={run.id} label={t('runs.copyId')} />
          </p>
        </div>
        <Actions run={run} automation={automation} />
      </header>
      {run.state === 'waiting' && <Waits run={run} />}
      {run.error && <p className="rounded-md bg-danger-soft px-3 py-2 text-sm">{run.error}</p>}
      <section aria-label={t('runs.trigger')}>
        <details>
          <summary className="w-fit cursor-pointer rounded-sm text-muted text-xs">{t('runs.trigger')}</summary>
          {run.trigger_hidden ? (
            <p className="text-muted text-sm">{t('runs.hidden')}</p>
          ) : (
            <Json label={t('runs.triggerData')} value={trigger} />
          )}
        </details>
      </section>
      <section aria-label={t('runs.trace')}>
        <Trace steps={run.steps} words={words} flow={run.flow_steps.map(fullStep)} />
      </section>
    </article>
  );
}

/** What a waiting run waits for, and until when. */
function Waits({ run }: { run: RunTrace }) {
  const { t } = useTranslation('edge/automations');
  const { timeZone } = usePlace();
  const { words } = useBuilder();
  const step = allSteps(run.flow_steps.map(fullStep)).find(({ id }) => id === run.step_id);
  return (
    <p role="status" className="rounded-md bg-caution-soft px-3 py-2 text-sm">
      {step ? words.step(step) : t('runs.waits')}
      {run.next_at && (
        <>
          {' · '}
          {t('runs.goesOn')} <RelativeTime at={run.next_at} timeZone={timeZone} />
        </>
      )}
    </p>
  );
}

function Actions({ run, automation }: { run: RunTrace; automation: AutomationOut }) {
  const { t } = useTranslation('edge/automations');
  const mayRun = useMay('automations:run');
  const client = useQueryClient();
  const cache = useAutomationCache();
  const path = { run_id: run.id };
  const onSuccess = (next: RunTrace) => {
    client.setQueryData(getAutomationRunQueryKey({ path }), next);
    return cache.runsChanged(automation.id);
  };
  const retry = useMutation({ ...retryAutomationRunMutation(), onSuccess });
  const cancel = useMutation({ ...cancelAutomationRunMutation(), onSuccess });
  if (!mayRun) return null;
  const newer = automation.flow_version > run.flow_version;
  return (
    <div className="flex flex-wrap gap-2">
      {run.state === 'failed' && (
        <Button variant="primary" busy={retry.isPending} onClick={() => retry.mutate({ path, body: { flow: 'same' } })}>
          <RotateCcw size={16} aria-hidden />
          {t('runs.retry')}
        </Button>
      )}
      {run.state === 'failed' && newer && (
        <Button busy={retry.isPending} onClick={() => retry.mutate({ path, body: { flow: 'newest' } })}>
          {t('runs.retryNewest')}
        </Button>
      )}
      {UNDER_WAY.includes(run.state) && (
        <Button variant="danger" busy={cancel.isPending} onClick={() => cancel.mutate({ path })}>
          <Ban size={16} aria-hidden />
          {t('runs.cancel')}
        </Button>
      )}
    </div>
  );
}
