import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { History, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { FIRST_PAGE } from '@/api/catalogues';
import { listRunsOfAutomationInfiniteOptions, retryFailedRunsMutation } from '@/api/gen/@tanstack/react-query.gen';
import type { AutomationOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { Select } from '@/ui/select';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { type RunState, runStates } from '../address';
import { useAutomationCache } from '../queries';
import { RunRow } from './row';
import { RunView } from './view';

type Props = {
  automation: AutomationOut;
  run?: string;
  state?: RunState;
  onRun: (run: string | null) => void;
  onState: (state: RunState | null) => void;
};

/** What it did: every run, newest first, or one of them with its trace. */
export default function RunsTab({ automation, run, ...props }: Props) {
  if (run) return <RunView automation={automation} runId={run} onBack={() => props.onRun(null)} />;
  return <RunHistory automation={automation} {...props} />;
}

function RunHistory({ automation, state, onState, onRun }: Omit<Props, 'run'>) {
  const { t } = useTranslation(['edge/automations', 'edge/automations/shared']);
  const mayRun = useMay('automations:run');
  const cache = useAutomationCache();
  const path = { automation_id: automation.id };
  const pages = useInfiniteQuery({
    ...listRunsOfAutomationInfiniteOptions({ path, query: { limit: 50, state } }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (old) => old,
    refetchInterval: 5_000,
  });
  const retry = useMutation({
    ...retryFailedRunsMutation(),
    onSuccess: ({ retried, left_out }) => {
      notify({
        title: t('runs.retried', { count: retried }),
        description: left_out ? t('runs.leftOut', { count: left_out }) : undefined,
      });
      return cache.runsChanged(automation.id);
    },
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const everything: RunState | 'all' = 'all';
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          className="w-48"
          aria-label={t('runs.show')}
          items={[
            { value: everything as RunState | 'all', label: t('runs.all') },
            ...runStates.map((value) => ({ value, label: t(`edge/automations/shared:states.${value}`) })),
          ]}
          value={state ?? everything}
          onValueChange={(next) => onState(next === 'all' ? null : next)}
        />
        {mayRun && (
          <Button busy={retry.isPending} onClick={() => retry.mutate({ path })}>
            <RotateCcw size={16} aria-hidden />
            {t('runs.retryAll')}
          </Button>
        )}
      </div>
      {pages.isPending && <SkeletonLines lines={8} />}
      {pages.error && <ProblemNotice error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && items.length === 0 && (
        <EmptyState
          kind={state ? 'match' : 'first'}
          icon={state ? undefined : History}
          title={t(state ? 'runs.noMatch' : 'runs.none')}
          text={state ? undefined : t('runs.noneText')}
          actions={state && <Button onClick={() => onState(null)}>{t('clear')}</Button>}
        />
      )}
      {items.length > 0 && (
        <ul aria-label={t('tabs.runs')} className="divide-y border-y">
          {items.map((each) => (
            <RunRow key={each.id} run={each} onOpen={() => onRun(each.id)} />
          ))}
        </ul>
      )}
      <MoreButton of={pages} className="self-center">
        {t('runs.more')}
      </MoreButton>
    </div>
  );
}
