import { expect, test } from 'vitest';
import { inkOn } from './colour';
import { dayFromIso, isoFromDay } from './days';
import { formatBytes, formatMoney } from './format';
import { hueOf, initialsOf } from './identity';
import { rank } from './rank';
import { dayKey, formatRelative } from './time';

test.each([
  ['Ana Ruiz', 'AR'],
  ['  lumen ', 'L'],
  ['María José de la Cruz', 'MC'],
  ['李 小龙', '李小'],
  ['(Acme) & Sons', 'AS'],
  ['', '?'],
  ['!!!', '?'],
])('%s has the initials %s', (name, initials) => expect(initialsOf(name)).toBe(initials));

test('a hue depends on the id alone', () => {
  expect(hueOf('a')).toBe(hueOf('a'));
  expect(hueOf('0197a3f2-0')).not.toBe(hueOf('0197a3f2-1'));
});

test('the ink that reads better is chosen', () => {
  expect(inkOn('#ffff00')).toBe('#000000');
  expect(inkOn('#1d4ed8')).toBe('#ffffff');
});

test('a day has no zone', () => {
  expect(isoFromDay(dayFromIso('2026-01-31') as Date)).toBe('2026-01-31');
  expect(dayFromIso('2026-02-31')).toBeUndefined();
  expect(dayFromIso('31/01/2026')).toBeUndefined();
  expect(dayKey('2026-11-22T23:30:00Z', 'Europe/Madrid')).toBe('2026-11-23');
});

test.each([
  [0, 'now'],
  [-40, 'now'],
  [-300, '5 minutes ago'],
  [-86_400, 'yesterday'],
  [3 * 86_400, 'in 3 days'],
  [-400 * 86_400, 'last year'],
])('%i seconds from now is %s', (seconds, words) => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  expect(formatRelative(new Date(now + seconds * 1000).toISOString(), now, 'en')).toBe(words);
});

test('sizes and money', () => {
  expect(formatBytes(1_536, 'en')).toBe('1.5 kB');
  expect(formatBytes(12, 'en')).toBe('12 bytes');
  expect(formatMoney(12_345, 'EUR', 'en')).toBe('€123.45');
  expect(formatMoney(12_345, 'JPY', 'en')).toBe('¥12,345');
});

test('words are found without case and accents, beginnings first', () => {
  const found = (query: string) => rank(['Export a list', 'Málaga port', 'Port of call'], query, (text) => text);
  expect(found('port')).toEqual(['Málaga port', 'Port of call', 'Export a list']);
  expect(found('malaga')).toEqual(['Málaga port']);
  expect(found('port zzz')).toEqual([]);
  expect(found('')).toHaveLength(3);
});
