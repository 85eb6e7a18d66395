import { useTranslation } from 'react-i18next';
import type { RunOut, StepTrace } from '@/api/gen/types.gen';
import { Badge } from '@/ui/badge';

type State = RunOut['state'] | StepTrace['state'];

export function stateTone(state: State) {
  if (state === 'succeeded' || state === 'done') return 'positive';
  if (state === 'failed') return 'danger';
  if (state === 'waiting' || state === 'would_wait') return 'caution';
  return state === 'cancelled' ? 'neutral' : 'info';
}

/** Where a run or a step stands, in a word. */
export function StateBadge({ state }: { state: State }) {
  const { t } = useTranslation('edge/automations/shared');
  return <Badge tone={stateTone(state)}>{t(`states.${state}`)}</Badge>;
}
