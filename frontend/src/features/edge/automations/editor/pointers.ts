import type { FieldError } from '@/api/gen/types.gen';
import type { Draft, FlowStep, Side } from '../shared/flow';

/** Where in the flow something is wrong. `field` is what remains of the pointer: `config/subject`, `0/any_of/1/path`, `` for the whole. */
export type Located = {
  place: 'trigger' | 'conditions' | 'folders' | 'limits' | 'steps' | 'other';
  /** With `place: 'steps'`; null is the list as a whole. */
  stepId: string | null;
  field: string;
  message: string;
};

const TRIGGERS = new Set(['event', 'manual', 'schedule', 'date', 'webhook']);

/** The place of a server's pointer in the flow that it looked at. */
export function locate(
  { pointer, message }: Pick<FieldError, 'pointer' | 'message'>,
  flow: Pick<Draft, 'steps'>,
): Located {
  const parts = pointer.split('/').filter(Boolean);
  if (parts[0] === 'flow') parts.shift();
  const [first = '', ...rest] = parts;
  const at = (place: Located['place'], field: string[], stepId: string | null = null): Located => ({
    place,
    stepId,
    field: field.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).join('/'),
    message,
  });
  if (first === 'steps') return inSteps(flow.steps, rest, at);
  // A body that is refused as a whole names the kind of the trigger in its pointers too.
  if (first === 'trigger') return at('trigger', TRIGGERS.has(rest[0] ?? '') ? rest.slice(1) : rest);
  if (first === 'conditions') return at('conditions', rest);
  if (first === 'folder_ids') return at('folders', rest);
  if (first === 'limits') return at('limits', rest);
  return at('other', parts);
}

function inSteps(
  steps: readonly FlowStep[],
  parts: readonly string[],
  at: (place: 'steps', field: string[], stepId: string | null) => Located,
): Located {
  const step = steps[Number(parts[0])];
  if (!step) return at('steps', [...parts], null);
  const [side, ...deeper] = parts.slice(1);
  if ((side === 'then' || side === 'otherwise') && deeper.length) {
    const inner: readonly FlowStep[] = step[side as Side];
    if (inner[Number(deeper[0])]) return inSteps(inner, deeper, at);
  }
  return at('steps', parts.slice(1), step.id);
}

/** What is said at a field: its own errors and those of anything inside it. */
export const errorAt = (errors: readonly Located[], field: string): string | undefined =>
  errors.find((error) => error.field === field || error.field.startsWith(`${field}/`))?.message;

/** What belongs to no field of those that are shown. */
export const otherErrors = (errors: readonly Located[], shown: readonly string[]): Located[] =>
  errors.filter(({ field }) => !shown.some((name) => field === name || field.startsWith(`${name}/`)));
