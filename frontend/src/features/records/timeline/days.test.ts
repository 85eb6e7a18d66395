import { expect, test } from 'vitest';
import { byDay } from './days';

test('events stand under the day of the zone, not of UTC', () => {
  const at = (occurred_at: string) => ({ occurred_at });
  const groups = byDay(
    [at('2026-11-22T23:30:00Z'), at('2026-11-22T10:00:00Z'), at('2026-11-21T10:00:00Z')],
    'Europe/Madrid',
  );
  expect(groups.map(({ day, items }) => [day, items.length])).toEqual([
    ['2026-11-23', 1],
    ['2026-11-22', 1],
    ['2026-11-21', 1],
  ]);
});
