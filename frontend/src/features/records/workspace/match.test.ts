import { expect, test } from 'vitest';
import { queryOf, readSearch, withDescendants } from './address';
import { partsOf } from './match';

const hits = (text: string, query: string) =>
  partsOf(text, query)
    .filter(({ hit }) => hit)
    .map(({ part }) => part);

test('words are found whatever their case and accents, all of them', () => {
  expect(hits('Ana Ruíz', 'ruiz AN')).toEqual(['An', 'Ruíz']);
  expect(partsOf('Ana', '').map(({ part }) => part)).toEqual(['Ana']);
  expect(hits('Ana', 'zz')).toEqual([]);
});

test('part of a number is found across its spaces', () => {
  expect(hits('600 11 56 74', '60011')).toEqual(['600 11']);
  expect(hits('600 11 56 74', '1156')).toEqual(['11 56']);
});

test('nothing is lost when a text is cut', () => {
  const text = 'İstanbul ﬁrma ß 😀 ana';
  expect(
    partsOf(text, 'ana')
      .map(({ part }) => part)
      .join(''),
  ).toBe(text);
});

test('a bad address is read as if it said nothing', () => {
  expect(readSearch({ q: 600, folder: 'x', section: 'nope', tags: 'a', panel: 'none' })).toEqual({
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
