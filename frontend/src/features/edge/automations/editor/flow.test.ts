import { expect, test } from 'vitest';
import { allSteps, type FlowStep, stepsBefore, THEN } from '../shared/flow';
import {
  accepts,
  changeStep,
  duplicateStep,
  insertStep,
  moveBeside,
  moveBy,
  moveInto,
  newStep,
  removeStep,
  slotOf,
  TOP,
} from './edit';
import { begin, change, redo, undo } from './history';
import { errorAt, locate } from './pointers';

const step = (id: string, kind = 'stop', then: FlowStep[] = [], otherwise: FlowStep[] = []): FlowStep => ({
  id,
  kind,
  label: '',
  config: {},
  [THEN]: then,
  otherwise,
  on_error: 'fail',
});
const flow = () => [
  step('a'),
  step('b', 'branch', [step('c'), step('d', 'for_each_related', [step('e')])], [step('f')]),
  step('g'),
];
/** `a b(c d(e|)|f) g` */
const drawn = (steps: readonly FlowStep[]): string =>
  steps
    .map(({ id, then, otherwise }) =>
      then.length || otherwise.length ? `${id}(${drawn(then)}|${drawn(otherwise)})` : id,
    )
    .join(' ');

test('steps are added, changed and removed wherever they are', () => {
  expect(drawn(flow())).toBe('a b(c d(e|)|f) g');
  expect(drawn(insertStep(flow(), { ...TOP, index: 1 }, step('n')))).toBe('a n b(c d(e|)|f) g');
  expect(drawn(insertStep(flow(), { owner: 'b', side: 'otherwise', index: 0 }, step('n')))).toBe('a b(c d(e|)|n f) g');
  expect(drawn(removeStep(flow(), 'd'))).toBe('a b(c|f) g');
  expect(
    allSteps(changeStep(flow(), 'e', (found) => ({ ...found, label: 'new' }))).find(({ id }) => id === 'e')?.label,
  ).toBe('new');
  expect(slotOf(flow(), 'f')).toEqual({ owner: 'b', side: 'otherwise', index: 0 });
  expect(slotOf(flow(), 'none')).toBeNull();
});

test('a new step has an id that is free, a copy new ones all the way down', () => {
  const steps = [newStep([], 'wait')];
  expect(steps[0]?.id).toBe('wait_1');
  expect(newStep(steps, 'wait').id).toBe('wait_2');
  const copied = duplicateStep(flow(), 'b');
  expect(copied?.copy).toBe('branch_1');
  const ids = allSteps(copied?.steps ?? []).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(drawn(copied?.steps ?? [])).toBe('a b(c d(e|)|f) branch_1(stop_1 for_each_related_1(stop_2|)|stop_3) g');
});

test('by keyboard a step goes up and down through every place, into and out of branches', () => {
  let steps: FlowStep[] | null = flow();
  const seen: string[] = [];
  for (let turn = 0; turn < 9 && steps; turn++) {
    steps = moveBy(steps, 'a', 1);
    if (steps) seen.push(drawn(steps));
  }
  expect(seen).toEqual([
    'b(a c d(e|)|f) g',
    'b(c a d(e|)|f) g',
    'b(c d(a e|)|f) g',
    'b(c d(e a|)|f) g',
    'b(c d(e|) a|f) g',
    'b(c d(e|)|a f) g',
    'b(c d(e|)|f a) g',
    'b(c d(e|)|f) a g',
    'b(c d(e|)|f) g a',
  ]);
  expect(moveBy(flow(), 'a', -1)).toBeNull();
  expect(drawn(moveBy(flow(), 'b', 1) ?? [])).toBe('a g b(c d(e|)|f)');
});

test('by dragging a step goes beside another or into a list, never into itself', () => {
  expect(drawn(moveBeside(flow(), 'g', 'c', 'before'))).toBe('a b(g c d(e|)|f)');
  expect(drawn(moveBeside(flow(), 'e', 'a', 'after'))).toBe('a e b(c d|f) g');
  expect(drawn(moveInto(flow(), 'a', { owner: 'd', side: 'then' }))).toBe('b(c d(e a|)|f) g');
  expect(accepts(flow(), 'b', 'e')).toBe(false);
  expect(accepts(flow(), 'd', 'f')).toBe(true);
  expect(drawn(moveBeside(flow(), 'b', 'e', 'after'))).toBe('a b(c d(e|)|f) g');
});

test('placeholders may refer to what came before', () => {
  expect(stepsBefore(flow(), 'f').map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('a pointer leads to its step and field', () => {
  const at = (pointer: string) => {
    const { place, stepId, field } = locate({ pointer, message: 'x' }, { steps: flow() });
    return [place, stepId, field].join(' ');
  };
  expect(at('/steps/0/config/subject')).toBe('steps a config/subject');
  expect(at('/steps/1/then/1/then/0/config/conditions/0/any_of/1/path')).toBe(
    'steps e config/conditions/0/any_of/1/path',
  );
  expect(at('/steps/1/otherwise/0')).toBe('steps f ');
  expect(at('/steps/1/then')).toBe('steps b then');
  expect(at('/steps')).toBe('steps  ');
  expect(at('/steps/9/id')).toBe('steps  9/id');
  expect(at('/flow/steps/2/config/secret_headers/X~1Y')).toBe('steps g config/secret_headers/X/Y');
  expect(at('/trigger/event_types/0')).toBe('trigger  event_types/0');
  expect(at('/trigger/schedule/cron')).toBe('trigger  cron');
  expect(at('/conditions/0/any_of/1/value')).toBe('conditions  0/any_of/1/value');
  expect(at('/name')).toBe('other  name');
});

test('an error inside a field is said at the field', () => {
  const errors = [locate({ pointer: '/steps/0/config/tag_ids/2', message: 'is gone' }, { steps: flow() })];
  expect(errorAt(errors, 'config/tag_ids')).toBe('is gone');
  expect(errorAt(errors, 'config/tag')).toBeUndefined();
});

test('changes are taken back one by one, typing at once, and made again', () => {
  let history = begin('one');
  history = change(history, 'two');
  for (const typed of ['two t', 'two th', 'two three']) history = change(history, typed, 'email.subject');
  expect(history.past).toEqual(['one', 'two']);
  history = undo(history);
  expect(history.now).toBe('two');
  history = undo(history);
  expect(undo(history).now).toBe('one');
  expect(redo(redo(history)).now).toBe('two three');
  expect(change(history, 'four').future).toEqual([]);
  expect(change(history, 'one')).toBe(history);
});
