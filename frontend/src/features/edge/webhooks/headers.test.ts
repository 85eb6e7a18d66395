import { expect, test } from 'vitest';
import { headerChanges, newLine } from './headers';

test('a saved header is left alone until it gets a value or goes', () => {
  const kept = newLine('X-Kept', true);
  const changed = { ...newLine('X-Changed', true), value: 'new' };
  const added = { ...newLine(' X-Added '), value: '1' };
  expect(headerChanges(['X-Kept', 'X-Changed', 'X-Gone'], [kept, changed, added, newLine()])).toEqual({
    'X-Changed': 'new',
    'X-Added': '1',
    'X-Gone': null,
  });
  expect(headerChanges(['X-Kept'], [kept])).toEqual({});
});
