import { expect, test } from 'vitest';
import { wholeNumber } from './queries';

test.each([
  ['500', 500],
  [' 1 000 ', 1000],
  ['1.000', 1000],
  ['1,000,000', 1_000_000],
  ['0', 0],
  ['', null],
  ['-5', null],
  ['5e3', null],
  ['12345678901234', null],
])('%j is %j', (typed, number) => expect(wholeNumber(typed)).toBe(number));
