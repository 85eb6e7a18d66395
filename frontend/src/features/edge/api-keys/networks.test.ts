import { expect, test } from 'vitest';
import { endOfDay, readNetworks } from './networks';

test('networks may stand in lines or between commas', () => {
  expect(readNetworks(' 10.0.0.0/8\n192.0.2.1, 10.0.0.0/8;\n')).toEqual(['10.0.0.0/8', '192.0.2.1']);
  expect(readNetworks('  ')).toEqual([]);
});

test('a day ends where the workspace is', () => {
  expect(endOfDay('2026-07-01', 'Europe/Madrid')).toBe('2026-07-01T21:59:59.000Z');
  expect(endOfDay('2026-01-01', 'Europe/Madrid')).toBe('2026-01-01T22:59:59.000Z');
  expect(endOfDay('2026-01-01', 'UTC')).toBe('2026-01-01T23:59:59.000Z');
  expect(endOfDay('2026-01-01', 'America/New_York')).toBe('2026-01-02T04:59:59.000Z');
});
