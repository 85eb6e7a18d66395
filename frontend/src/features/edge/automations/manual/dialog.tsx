import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getAutomationOptions, listAutomationRunsQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { dryRunAutomation, runAutomation } from '@/api/gen/sdk.gen';
import type { CustomerFilter, RunIn } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Field } from '@/ui/field';
import { Select } from '@/ui/select';
import { SkeletonLines } from '@/ui/skeleton';
import { fullStep } from '../shared/flow';
import { useNames } from '../shared/names';
import { Trial } from '../shared/trial';
import { useWords } from '../shared/words';
import { useManualAutomations } from './manual';
import { Outcome } from './outcome';

export type RunSelection = { ids: string[] } | { filter: CustomerFilter };

type Props = {
  /** Some customers, or all that a filter finds. */
  selection: RunSelection;
  /** How many that are, when the screen knows. */
  count: number;
  /** What one customer is called. */
  name?: string;
  /** Already chosen. */
  automationId?: string;
  onClose: () => void;
};

const MOST_TRIED = 3;

/**
 * Starts an automation by hand, after showing what it will do. Mount it to open it, and load it lazily:
 * `lazy(() => import('./dialog'))`. Needs `automations:run`.
 */
export default function RunAutomation({ selection, count, name, automationId, onClose }: Props) {
  const { t } = useTranslation('edge/automations/shared');
  const { ready } = useManualAutomations();
  const [chosen, setChosen] = useState(automationId ?? null);
  const automation = ready.find(({ id }) => id === chosen) ?? (ready.length === 1 ? ready[0] : undefined);
  const [key] = useState(() => crypto.randomUUID());
  const client = useQueryClient();
  const start = useMutation({
    meta: { inline: true },
    onSuccess: () => client.invalidateQueries({ queryKey: listAutomationRunsQueryKey() }),
    mutationFn: async (id: string) => {
      const target: RunIn['selection'] =
        'ids' in selection ? { customer_ids: selection.ids } : { filter: selection.filter };
      const answer = await runAutomation({
        path: { automation_id: id },
        body: { selection: target, data: {} },
        headers: { 'Idempotency-Key': `${key}-${id}` },
        throwOnError: true,
      });
      return answer.data;
    },
  });
  const title =
    automation && (name || automationId) ? t('run.title', { name: automation.name }) : t('run.titleMany', { count });
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t(start.data ? 'run.close' : 'run.cancel')}</Button>
          {!start.data && (
            <Button
              variant="primary"
              busy={start.isPending}
              disabled={!automation}
              onClick={() => automation && start.mutate(automation.id)}
            >
              {t('run.start')}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {start.data && automation ? (
          <Outcome started={start.data} automation={automation} onClose={onClose} />
        ) : (
          <>
            {!automationId && (
              <Field label={t('run.choose')}>
                <Select
                  items={ready.map(({ id, name: label }) => ({ value: id, label }))}
                  value={automation?.id ?? null}
                  onValueChange={setChosen}
                  placeholder={t('run.choosePlaceholder')}
                />
              </Field>
            )}
            {automation && <Preview key={automation.id} id={automation.id} selection={selection} name={name} />}
            {start.error && <ProblemNotice error={start.error} />}
          </>
        )}
      </div>
    </Dialog>
  );
}

/** What it would do with the first of them. */
function Preview({ id, selection, name }: { id: string; selection: RunSelection; name?: string }) {
  const { t } = useTranslation('edge/automations/shared');
  const may = useMay('automations:read');
  const names = useNames();
  const words = useWords(names);
  const path = { automation_id: id };
  const automation = useQuery({ ...getAutomationOptions({ path }), enabled: may });
  const flow = automation.data?.steps.map(fullStep);
  const customer_ids = 'ids' in selection ? selection.ids.slice(0, MOST_TRIED) : [];
  const trial = useQuery({
    queryKey: ['automation-preview', id, customer_ids],
    queryFn: async () => (await dryRunAutomation({ path, body: { customer_ids, data: {} }, throwOnError: true })).data,
    enabled: may && customer_ids.length > 0,
    staleTime: 0,
    gcTime: 0,
  });
  if (!('ids' in selection)) return <p className="text-sm">{t('run.textFilter')}</p>;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm">{name ? t('run.text', { name }) : t('run.textMany')}</p>
      {trial.isLoading && (
        <>
          <span className="sr-only">{t('run.trying')}</span>
          <SkeletonLines lines={4} />
        </>
      )}
      {trial.error && <ProblemNotice error={trial.error} retry={() => void trial.refetch()} />}
      {trial.data?.trials.map((each) => (
        <Trial key={each.customer?.id ?? each.event_id} trial={each} words={words} flow={flow} />
      ))}
    </div>
  );
}
