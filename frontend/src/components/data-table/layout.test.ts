import { expect, test } from 'vitest';
import { type Column, initialLayout, move, reconcile } from './layout';
import { select } from './selection';

const column = (id: string, more: Partial<Column<never>> = {}): Column<never> => ({
  id,
  name: id,
  cell: () => null,
  ...more,
});
const columns = [
  column('name', { initiallyPinned: true }),
  column('email'),
  column('place'),
  column('secret', { initiallyHidden: true }),
];

test('a kept layout takes in new columns and forgets gone ones', () => {
  const kept = { order: ['email', 'gone', 'name'], hidden: ['gone'], pinned: ['name', 'gone'], widths: { email: 90 } };
  expect(reconcile(kept, columns)).toEqual({
    order: ['email', 'name', 'place', 'secret'],
    hidden: ['secret'],
    pinned: ['name'],
    widths: { email: 90 },
  });
});

test('a column moves among those that are shown, pinned ones apart', () => {
  const start = initialLayout([...columns, column('last')]);
  expect(move(start, 'place', 1).order).toEqual(['name', 'email', 'last', 'secret', 'place']);
  expect(move(start, 'email', -1)).toBe(start); // the pinned one is not passed
});

test('Shift takes everything between, and lets it go again', () => {
  const ids = ['a', 'b', 'c', 'd'];
  const three = select(ids, new Set(['a']), 'c', 'a', true);
  expect([...three]).toEqual(['a', 'b', 'c']);
  expect([...select(ids, three, 'b', 'c', true)]).toEqual(['a']);
  expect([...select(ids, three, 'd', 'gone', true)]).toEqual(['a', 'b', 'c', 'd']);
});
