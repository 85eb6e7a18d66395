import { expect, test } from 'vitest';
import { earliestDay, momentsOf } from './period';

const now = Date.parse('2026-11-28T12:00:00Z');
const zone = 'Europe/Madrid';

test('whole days where the workspace is', () => {
  expect(momentsOf('2026-11-25', '2026-11-26', zone, now)).toEqual({
    since: '2026-11-24T23:00:00.000Z',
    until: '2026-11-26T23:00:00.000Z',
  });
});

test('a period that reaches today ends now', () => {
  expect(momentsOf('2026-11-28', '2026-11-28', zone, now).until).toBeNull();
  expect(momentsOf('2026-11-28', null, zone, now).until).toBeNull();
});

test('the first day begins where the server’s memory does', () => {
  expect(earliestDay(zone, now)).toBe('2026-10-29');
  expect(momentsOf('2026-10-29', null, zone, now).since).toBe('2026-10-29T12:01:00.000Z');
});
