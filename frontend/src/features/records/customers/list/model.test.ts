import { expect, test } from 'vitest';
import type { CustomerFilter } from '@/api/gen/types.gen';
import { type CustomersSearch, filterOf, readSearch, searchOf } from '../address';
import { queryOfFilter } from '../shared/query';
import { clean, isEdited, patchOf, queryOf, sameFilter, shownBy, sortPatch } from './model';

const id = (digit: number) => `0197a3f2-7d1c-7cc0-9a53-00000000000${digit}`;
const full: CustomerFilter = {
  q: 'ana',
  lifecycle: ['prospect', 'customer'],
  folder_id: [id(1), id(2)],
  no_folder: true,
  status_id: [id(3)],
  tag_id: [id(4)],
  all_tag_id: [id(5), id(6)],
  owner_id: [id(7)],
  worker_id: [id(8)],
  trashed: true,
  fields: [
    { key: 'plan', op: 'in', values: ['growth', 'scale'] },
    { key: 'renewal_on', op: 'gte', values: ['2026-01-01'] },
    { key: 'mrr', op: 'missing', values: [] },
  ],
};
const throughAddress = (search: object): CustomersSearch =>
  readSearch(JSON.parse(JSON.stringify(search)) as Record<string, unknown>);

test('every part of a filter comes back from the address', () => {
  expect(filterOf(throughAddress(searchOf(full)))).toEqual(full);
  expect(filterOf(throughAddress(searchOf({})))).toEqual({});
});

test('bad parts of an address are read as if they were not there', () => {
  expect(
    readSearch({
      tab: 'nowhere',
      tags: ['x', id(1), id(1)],
      folder: 'none',
      sort: 'name; drop',
      lifecycle: ['customer', 'x'],
      fields: [['plan', 'like', 'x'], ['plan', 'eq'], ['Plan', 'eq', 'x'], 'plan', ['n', 'exists'], ['n', 'gt', 5]],
      customer: 'me',
    }),
  ).toEqual({
    tags: [id(1)],
    folder: ['none'],
    lifecycle: ['customer'],
    fields: [
      ['n', 'exists'],
      ['n', 'gt', '5'],
    ],
  });
});

test('the query has every part in the form of the list', () => {
  expect(queryOf(full, 'field.plan')).toEqual({
    q: 'ana',
    lifecycle: ['prospect', 'customer'],
    folder_id: [id(1), id(2)],
    no_folder: true,
    status_id: [id(3)],
    tag_id: [id(4)],
    all_tag_id: [id(5), id(6)],
    owner_id: [id(7)],
    worker_id: [id(8)],
    trashed: true,
    'field[plan][in]': ['growth', 'scale'],
    'field[renewal_on][gte]': ['2026-01-01'],
    'field[mrr][exists]': ['false'],
    sort: 'field.plan',
  });
  expect(queryOfFilter({ tag_id: [], no_folder: false, q: '' })).toEqual({});
});

test('a tab shows its own; filters of the address narrow it, and another lifecycle takes its place', () => {
  expect(shownBy({}, undefined)).toEqual({ filter: { lifecycle: ['customer'] }, sort: '-last_activity_at' });
  expect(shownBy({ tab: 'prospects', tags: [id(1)] }, undefined).filter).toEqual({
    lifecycle: ['prospect'],
    all_tag_id: [id(1)],
  });
  expect(shownBy({ tab: 'trash' }, undefined).filter).toEqual({ trashed: true });
  const both: CustomerFilter = { lifecycle: ['prospect', 'customer'] };
  expect(shownBy(throughAddress(patchOf({}, undefined, both)), undefined).filter).toEqual(both);
  expect(throughAddress(patchOf({}, undefined, { lifecycle: ['customer'], tag_id: [id(1)] }))).toEqual({
    anyTags: [id(1)],
  });
});

// As the contract answers: every part is there, most say nothing.
const view = {
  filters: { ...full, q: '', no_folder: false, tag_id: [], trashed: false } satisfies CustomerFilter,
  sort: 'name',
};

test('a view shows what it keeps until it is changed, and again when the change is taken back', () => {
  expect(shownBy({ view: id(9) }, view)).toEqual({ filter: clean(view.filters), sort: 'name' });
  const none = throughAddress({ view: id(9), ...patchOf({ view: id(9) }, view, {}) });
  expect(none).toEqual({ view: id(9), edited: true });
  expect(shownBy(none, view).filter).toEqual({});
  expect(isEdited(none, view)).toBe(true);
  const reordered = { ...view.filters, all_tag_id: [id(6), id(5)] };
  const back = throughAddress({ view: id(9), ...patchOf(none, view, reordered) });
  expect(back).toEqual({ view: id(9) });
  expect(isEdited(back, view)).toBe(false);
});

test('what is saved as a view is what was shown', () => {
  const before = throughAddress({ ...patchOf({}, undefined, full), ...sortPatch(undefined, '-field.mrr') });
  const kept = shownBy(before, undefined);
  expect(sameFilter(kept.filter, full)).toBe(true);
  expect(shownBy({ view: id(9) }, { filters: kept.filter, sort: kept.sort })).toEqual(kept);
});

test('the sort leaves the address when it is the view’s own', () => {
  expect(sortPatch(view, 'name')).toEqual({ sort: undefined });
  expect(sortPatch(view, '-name')).toEqual({ sort: '-name' });
  expect(isEdited({ view: id(9), sort: '-name' }, view)).toBe(true);
  expect(sortPatch(undefined, '-last_activity_at')).toEqual({ sort: undefined });
});

test('filters are the same whatever the order, and not when one part differs', () => {
  expect(sameFilter({ tag_id: [id(1), id(2)] }, { tag_id: [id(2), id(1)], q: '' })).toBe(true);
  expect(sameFilter({ tag_id: [id(1)] }, { all_tag_id: [id(1)] })).toBe(false);
});
