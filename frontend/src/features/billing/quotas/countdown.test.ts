import { expect, test } from 'vitest';
import { clock, countdown } from './countdown';

const AT = '2026-11-28T10:15:00Z';

test('a countdown rounds up, so that nothing is promised too early, and ends at zero', () => {
  expect(countdown(AT, Date.parse('2026-11-28T10:00:00Z'))).toBe('15:00');
  expect(countdown(AT, Date.parse('2026-11-28T10:14:58.500Z'))).toBe('0:02');
  expect(countdown(AT, Date.parse('2026-11-28T10:16:00Z'))).toBe('0:00');
});

test('the time of day is told to the second, in the workspace’s zone', () => {
  expect(clock(AT, 'es', 'Europe/Madrid')).toBe('11:15:00');
});
