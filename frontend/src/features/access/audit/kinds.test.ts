import { expect, test } from 'vitest';
import { showValue, startOfDay } from './kinds';

test('a day begins where the workspace is', () => {
  expect(startOfDay('2026-07-01', 'Europe/Madrid')).toBe('2026-06-30T22:00:00.000Z');
  expect(startOfDay('2026-07-01', 'UTC', 1)).toBe('2026-07-02T00:00:00.000Z');
  expect(startOfDay('2026-12-31', 'America/New_York', 1)).toBe('2027-01-01T05:00:00.000Z');
});

test('values of a change read as one line', () => {
  expect(showValue(null)).toBe('');
  expect(showValue(['a', 'b'])).toBe('a, b');
  expect(showValue(false)).toBe('false');
  expect(showValue([{ role: 'x' }])).toBe('[{"role":"x"}]');
});
