import { allSteps, BODIES, type FlowStep, findStep, type Side, THEN } from '../shared/flow';

/** A list of steps: the flow's own, or one of a step that has lists. */
export type ListAt = { owner: string | null; side: Side };
/** A place between steps. */
export type Slot = ListAt & { index: number };

export const TOP: ListAt = { owner: null, side: 'then' };
const SIDES: readonly Side[] = ['then', 'otherwise'];

/** Everything that can be added, with the least it needs to be valid or to say what is missing. */
const STARTS: Record<string, FlowStep['config']> = {
  wait: { wait: 'for', seconds: 3600 },
  send_email: { to: 'customer', subject: '', body: '' },
  notify_members: { to: ['owner'], title: '' },
  assign_worker: { choose: 'fixed', member_ids: [] },
  call_webhook: { method: 'POST', url: '' },
  set_field: { field: 'location', value: null },
  branch: { conditions: [] },
  for_each_related: { most: 100 },
  stop: {},
};

/** `email_1`, `email_2`: the first that is free. */
export function freshId(steps: readonly FlowStep[], kind: string, taken: readonly string[] = []): string {
  const used = new Set([...allSteps(steps).map(({ id }) => id), ...taken]);
  const stem = kind.slice(0, 50);
  let number = 1;
  while (used.has(`${stem}_${number}`)) number++;
  return `${stem}_${number}`;
}

export const newStep = (steps: readonly FlowStep[], kind: string): FlowStep => ({
  id: freshId(steps, kind),
  kind,
  label: '',
  config: STARTS[kind] ?? {},
  [THEN]: [],
  otherwise: [],
  on_error: 'fail',
});

/** Changes one list, wherever it is. */
function changeList(
  steps: FlowStep[],
  { owner, side }: ListAt,
  change: (list: FlowStep[]) => FlowStep[],
  nested = false,
): FlowStep[] {
  if (owner === null && !nested) return change(steps);
  return steps.map((step) => {
    if (step.id === owner) return { ...step, [side]: change(step[side]) };
    if (!step.then.length && !step.otherwise.length) return step;
    return { ...step, [THEN]: inner(step.then), otherwise: inner(step.otherwise) };
  });
  function inner(list: FlowStep[]) {
    return changeList(list, { owner, side }, change, true);
  }
}

export const insertStep = (steps: FlowStep[], { index, ...at }: Slot, step: FlowStep): FlowStep[] =>
  changeList(steps, at, (list) => [...list.slice(0, index), step, ...list.slice(index)]);

export const removeStep = (steps: FlowStep[], id: string): FlowStep[] =>
  steps
    .filter((step) => step.id !== id)
    .map((step) => ({
      ...step,
      [THEN]: removeStep(step.then, id),
      otherwise: removeStep(step.otherwise, id),
    }));

export const changeStep = (steps: FlowStep[], id: string, change: (step: FlowStep) => FlowStep): FlowStep[] =>
  steps.map((step) =>
    step.id === id
      ? change(step)
      : {
          ...step,
          [THEN]: changeStep(step.then, id, change),
          otherwise: changeStep(step.otherwise, id, change),
        },
  );

/** Where a step is; null when it is not there. */
export function slotOf(steps: readonly FlowStep[], id: string, at: ListAt = TOP): Slot | null {
  const index = steps.findIndex((step) => step.id === id);
  if (index >= 0) return { ...at, index };
  for (const step of steps) {
    for (const side of SIDES) {
      const found = slotOf(step[side], id, { owner: step.id, side });
      if (found) return found;
    }
  }
  return null;
}

/** A copy right after it, all ids inside new. */
export function duplicateStep(steps: FlowStep[], id: string): { steps: FlowStep[]; copy: string } | null {
  const [slot, step] = [slotOf(steps, id), findStep(steps, id)];
  if (!slot || !step) return null;
  const taken: string[] = [];
  const copied = (from: FlowStep): FlowStep => {
    const fresh = freshId(steps, from.kind, taken);
    taken.push(fresh);
    return { ...from, id: fresh, [THEN]: from.then.map(copied), otherwise: from.otherwise.map(copied) };
  };
  const copy = copied(step);
  return { steps: insertStep(steps, { ...slot, index: slot.index + 1 }, copy), copy: copy.id };
}

/** Every place a step can be put, in reading order. */
export function slots(steps: readonly FlowStep[], at: ListAt = TOP): Slot[] {
  return [
    { ...at, index: 0 },
    ...steps.flatMap((step, index) => [
      ...(BODIES[step.kind] ?? []).flatMap((side) => slots(step[side], { owner: step.id, side })),
      { ...at, index: index + 1 },
    ]),
  ];
}

const same = (a: Slot, b: Slot) => a.owner === b.owner && a.side === b.side && a.index === b.index;

/** One place up or down in reading order, into and out of branches. Null at the ends. */
export function moveBy(steps: FlowStep[], id: string, by: 1 | -1): FlowStep[] | null {
  const [slot, step] = [slotOf(steps, id), findStep(steps, id)];
  if (!slot || !step) return null;
  const rest = removeStep(steps, id);
  const places = slots(rest);
  const to = places[places.findIndex((place) => same(place, slot)) + by];
  return to ? insertStep(rest, to, step) : null;
}

/** Whether a step may be put at another, or into its list: never into itself. */
export const accepts = (steps: readonly FlowStep[], source: string, target: string | null): boolean =>
  target === null || !allSteps([findStep(steps, source)].filter((step) => !!step)).some(({ id }) => id === target);

/** Puts a step before or after another, perhaps in another list. The same steps when that cannot be. */
export function moveBeside(steps: FlowStep[], id: string, target: string, place: 'before' | 'after'): FlowStep[] {
  const step = findStep(steps, id);
  if (!step || !accepts(steps, id, target)) return steps;
  const rest = removeStep(steps, id);
  const slot = slotOf(rest, target);
  return slot ? insertStep(rest, { ...slot, index: slot.index + (place === 'after' ? 1 : 0) }, step) : steps;
}

/** Puts a step at the end of a list. */
export function moveInto(steps: FlowStep[], id: string, at: ListAt): FlowStep[] {
  const step = findStep(steps, id);
  if (!step || !accepts(steps, id, at.owner)) return steps;
  return changeList(removeStep(steps, id), at, (list) => [...list, step]);
}
