import { useTranslation } from 'react-i18next';
import { stepOf } from '@/sockets/step-kinds';
import type { Option } from '@/ui/combobox';
import { type FlowStep, stepsBefore } from '../shared/flow';
import { useBuilder } from './builder';

export type PathOption = Option & { group: 'customer' | 'event' | 'steps' | 'others' };

/** What conditions and placeholders can look at, at some place of the flow. `changes`: conditions may ask what changed. */
export function usePaths(stepId: string | null, changes = false): PathOption[] {
  const { t } = useTranslation('edge/automations');
  const { draft, names, words } = useBuilder();
  const { trigger } = draft;
  const { paths, event_types } = names.catalogue;
  const customer = paths
    .filter(({ path }) => path.startsWith('customer.'))
    .map(({ path }): PathOption => ({ id: path, name: words.path(path), group: 'customer' }));
  const others = paths
    .filter(({ path }) => !path.startsWith('customer.'))
    .map(({ path }): PathOption => ({ id: path, name: words.path(path), group: 'others' }));
  const event: PathOption[] = [];
  if (trigger.kind === 'event') {
    const carried = new Set(
      event_types.filter(({ type }) => trigger.event_types.includes(type)).flatMap(({ fields }) => fields),
    );
    for (const field of carried) {
      const id = `trigger.data.${field}`;
      event.push({ id, name: words.path(id), group: 'event' });
    }
    if (changes) {
      for (const { id, name } of customer) {
        const own = id.replace(/^customer\./, 'trigger.changes.');
        event.push({ id: own, name: t('paths.change', { name }), group: 'event' });
      }
    }
  }
  const steps = stepId
    ? stepsBefore(draft.steps, stepId).flatMap((step) => outputsOf(step, (name) => words.path(name)))
    : [];
  return [...event, ...customer, ...steps, ...others];
}

const outputsOf = (step: FlowStep, word: (path: string) => string): PathOption[] =>
  (stepOf(step.kind)?.leaves ?? []).map((output) => {
    const id = `steps.${step.id}.${output}`;
    return { id, name: word(id), group: 'steps' };
  });
