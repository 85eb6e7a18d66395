import { expect, test } from 'vitest';
import { offsetFor, rowsInView } from './rows-in-view';

test('the rows in view, and a few on both sides', () => {
  expect(rowsInView(0, 500, 50, 1000, 5)).toEqual({ first: 0, end: 15 });
  expect(rowsInView(1025, 500, 50, 1000, 5)).toEqual({ first: 15, end: 36 });
  expect(rowsInView(49_500, 500, 50, 1000, 5)).toEqual({ first: 985, end: 1000 });
});

test('a list that became shorter than one had scrolled still shows its end', () => {
  expect(rowsInView(49_500, 500, 50, 3, 5)).toEqual({ first: 2, end: 3 });
  expect(rowsInView(0, 500, 50, 0, 5)).toEqual({ first: 0, end: 0 });
});

test('a row is brought into view by the shortest way', () => {
  expect(offsetFor(3, 0, 500, 50)).toBe(0);
  expect(offsetFor(3, 300, 500, 50)).toBe(150);
  expect(offsetFor(20, 0, 500, 50)).toBe(550);
});
