import { expect, test } from 'vitest';
import { withDescendants } from '@/features/records/customers/shared/query';
import { queryOf, readSearch } from './address';

test('a bad address is read as if it said nothing', () => {
  expect(readSearch({ q: 600, folder: 'x', section: '', tags: 'a', panel: 'none' })).toEqual({
    q: '600',
    tags: ['a'],
    panel: 'none',
  });
});

const folders = [
  { id: 'a', parent_id: null },
  { id: 'b', parent_id: 'a' },
  { id: 'c', parent_id: 'b' },
  { id: 'd', parent_id: null },
];

test('a folder means everything below it', () => {
  expect(withDescendants(folders, 'a')).toEqual(['a', 'b', 'c']);
  expect(queryOf({ folder: 'b' }, folders).folder_id).toEqual(['b', 'c']);
});

test('the address narrows what a view shows', () => {
  const view = {
    filters: {
      lifecycle: ['prospect' as const],
      tag_id: [],
      fields: [{ key: 'plan', op: 'eq' as const, values: ['x'] }],
    },
    sort: 'name',
  };
  expect(queryOf({ q: 'ana' }, folders, view)).toEqual({
    lifecycle: ['prospect'],
    'field[plan][eq]': ['x'],
    sort: 'name',
    q: 'ana',
    include_total: true,
  });
});
