import { expect, test } from 'vitest';
import type { CustomerOut } from '@/api/gen/types.gen';
import { type Column, move, toggle } from '@/components/data-table/layout';
import { columnsOf, layoutOf, showsOthers } from './layout';

const column = (id: string, more: Partial<Column<CustomerOut>> = {}): Column<CustomerOut> => ({
  id,
  name: id,
  cell: () => null,
  ...more,
});
const columns = [
  column('name', { fixed: true, initiallyPinned: true }),
  column('email'),
  column('deleted_at'),
  column('phone', { initiallyHidden: true }),
  column('field.plan', { initiallyHidden: true }),
];
const view = { id: 'v', columns: ['field.plan', 'name', 'email'] };

test('the columns of a view come back from its layout', () => {
  const layout = { ...layoutOf(view.columns, columns), pinned: [] };
  expect(columnsOf(layout)).toEqual(view.columns);
  expect(layout.hidden).toEqual(['deleted_at', 'phone']);
  expect(showsOthers(layout, view, columns)).toBe(false);
});

test('a view without columns shows the standard ones; the one that names the row is always there', () => {
  expect(columnsOf(layoutOf([], columns))).toEqual(['name', 'email']);
  expect(columnsOf(layoutOf(['email'], columns))).toEqual(['name', 'email']);
});

test('hiding and moving change a view, widths and pins do not', () => {
  const layout = layoutOf(view.columns, columns);
  expect(showsOthers({ ...layout, widths: { email: 300 } }, view, columns)).toBe(false);
  expect(showsOthers({ ...layout, pinned: toggle(layout.pinned, 'email') }, view, columns)).toBe(false);
  expect(showsOthers({ ...layout, hidden: toggle(layout.hidden, 'email') }, view, columns)).toBe(true);
  expect(showsOthers(move(layout, 'field.plan', 1), view, columns)).toBe(true);
});

test('a column that is gone leaves the rest as it was', () => {
  expect(columnsOf({ ...layoutOf(['field.gone', 'email', 'name'], columns), pinned: [] })).toEqual(['email', 'name']);
});
