import { expect, test } from 'vitest';
import { inOrder, placeOf, putAt, putBeside } from './order';
import { asTree, withDescendants } from './tree';

test('the upper half is before, the lower after; the middle is inside where that is possible', () => {
  const row = { top: 100, height: 40 };
  expect([101, 119, 121, 139].map((y) => placeOf(y, row, false))).toEqual(['before', 'before', 'after', 'after']);
  expect([101, 120, 139].map((y) => placeOf(y, row, true))).toEqual(['before', 'inside', 'after']);
});

test('something is put beside another, from the list or from elsewhere', () => {
  expect(putBeside(['a', 'b', 'c'], 'a', 'c', 'before')).toEqual(['b', 'a', 'c']);
  expect(putBeside(['a', 'b', 'c'], 'c', 'a', 'after')).toEqual(['a', 'c', 'b']);
  expect(putBeside(['a', 'b'], 'new', 'b', 'after')).toEqual(['a', 'b', 'new']);
});

test('places outside the list are its ends', () => {
  expect(putAt(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c']);
  expect(putAt(['a', 'b', 'c'], 'b', 9)).toEqual(['a', 'c', 'b']);
  expect(inOrder([{ id: 'x' }, { id: 'a' }, { id: 'b' }], ['b', 'a']).map(({ id }) => id)).toEqual(['b', 'a', 'x']);
});

test('folders stand below what they lie in, and cannot lie in themselves', () => {
  const folder = (id: string, parent_id: string | null, position: number) => ({ id, parent_id, position, name: id });
  const folders = [
    folder('b', null, 1),
    folder('a', null, 0),
    folder('a2', 'a', 1),
    folder('a1', 'a', 0),
    folder('x', 'gone', 2),
  ];
  expect(asTree(folders).map(({ folder: { id }, depth }) => `${depth}${id}`)).toEqual(['0a', '1a1', '1a2', '0b', '0x']);
  expect([...withDescendants(folders, 'a')]).toEqual(['a', 'a1', 'a2']);
});
