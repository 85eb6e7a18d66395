import type { AnyOf, AutomationOut, Limits, Step } from '@/api/gen/types.gen';

export type Trigger = AutomationOut['trigger'];
export type Config = Record<string, unknown>;
/** A step with nothing left out, so that editing and comparing need no defaults. */
export type FlowStep = {
  id: string;
  kind: string;
  label: string;
  config: Config;
  then: FlowStep[];
  otherwise: FlowStep[];
  on_error: 'fail' | 'continue';
};

/** What is edited: everything of an automation but whether it is on. */
export type Draft = {
  name: string;
  description: string;
  folder_ids: string[];
  trigger: Trigger;
  conditions: AnyOf[];
  steps: FlowStep[];
  limits: Required<Limits>;
};

/** Objects with a property of this name look like promises; ours are named so by the contract. */
export const THEN = 'then';

export const fullStep = (step: Step): FlowStep => ({
  id: step.id,
  kind: step.kind,
  label: step.label ?? '',
  config: step.config ?? {},
  [THEN]: (step.then ?? []).map(fullStep),
  otherwise: (step.otherwise ?? []).map(fullStep),
  on_error: step.on_error ?? 'fail',
});

type Given = Pick<Draft, 'name' | 'trigger'> & {
  description?: string;
  folder_ids?: string[];
  conditions?: AnyOf[];
  steps: Step[];
  limits?: Limits;
};

export const draftOf = (given: Given): Draft => ({
  name: given.name,
  description: given.description ?? '',
  folder_ids: given.folder_ids ?? [],
  trigger: given.trigger,
  conditions: given.conditions ?? [],
  steps: given.steps.map(fullStep),
  limits: { runs_per_customer_and_hour: given.limits?.runs_per_customer_and_hour ?? 20 },
});

/** Only what a flow is made of, as `check` and `dry-run` take it. */
export const flowOf = ({ folder_ids, trigger, conditions, steps, limits }: Draft) => ({
  folder_ids,
  trigger,
  conditions,
  steps,
  limits,
});

/** Which lists of steps a kind has. */
export const BODIES: Record<string, readonly Side[]> = { branch: ['then', 'otherwise'], for_each_related: ['then'] };
export type Side = 'then' | 'otherwise';

/** Every step, outer ones before inner ones. */
export const allSteps = (steps: readonly FlowStep[]): FlowStep[] =>
  steps.flatMap((step) => [step, ...allSteps(step.then), ...allSteps(step.otherwise)]);

export const findStep = (steps: readonly FlowStep[], id: string) => allSteps(steps).find((step) => step.id === id);

/** What has run before a step when it is reached: what its placeholders may refer to. */
export function stepsBefore(steps: readonly FlowStep[], id: string): FlowStep[] {
  const all = allSteps(steps);
  const own = all.findIndex((step) => step.id === id);
  return own < 0 ? all : all.slice(0, own);
}
