import { expect, test } from 'vitest';
import { groupNoise } from './noise';

const event = (id: string, kind: string, name = 'Noa', type = 'member') => ({
  id,
  kind,
  actor: { type, id: name, name },
});
const shape = (list: ReturnType<typeof event>[]) =>
  groupNoise(list).map((entry) => (entry.noise ? entry.events.map(({ id }) => id) : entry.event.id));

test('three small edits of one person in a row are one line', () => {
  const list = [event('a', 'note'), event('b', 'field'), event('c', 'tag'), event('d', 'field'), event('e', 'status')];
  expect(shape(list)).toEqual(['a', ['b', 'c', 'd'], 'e']);
});

test('two are not, nor those of two people', () => {
  expect(shape([event('a', 'field'), event('b', 'field'), event('c', 'field', 'Ben')])).toEqual(['a', 'b', 'c']);
});

test('what the system does is quiet whatever it is', () => {
  const list = ['a', 'b', 'c'].map((id) => event(id, 'folder', 'Atrium', 'system'));
  expect(shape(list)).toEqual([['a', 'b', 'c']]);
});
