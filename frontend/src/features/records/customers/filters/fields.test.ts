import { expect, test } from 'vitest';
import type { CustomFieldOut } from '@/api/gen/types.gen';
import { isFilterable, OPERATORS, wordsOf } from './fields';
import { parameterOf, typedOf } from './typed';

const place = { timeZone: 'Europe/Madrid', currency: 'EUR', language: 'en' };
const field = (type: CustomFieldOut['type'], currency?: string) => ({
  type,
  options: [{ key: 'growth', label: 'Growth', colour: '#64748b' }],
  validation: { currency } as CustomFieldOut['validation'],
});

test('money is asked for in minor units of the field’s currency, and typed as people write it', () => {
  expect(parameterOf(field('currency'), '1.250,50', place)).toBe('125050');
  expect(parameterOf(field('currency', 'JPY'), '1200', place)).toBe('1200');
  expect(typedOf(field('currency'), '125050', place)).toBe('1250.50');
  expect(wordsOf(field('currency'), '125050', place)).toBe('€1,250.50');
});

test('moments are asked for in UTC and typed on the workspace’s clock', () => {
  expect(parameterOf(field('follow_up'), '2026-07-01T10:00', place)).toBe('2026-07-01T08:00:00.000Z');
  expect(typedOf(field('follow_up'), '2026-07-01T08:00:00.000Z', place)).toBe('2026-07-01T10:00');
});

test('what cannot be understood is no value', () => {
  expect(parameterOf(field('number'), 'many', place)).toBeNull();
  expect(parameterOf(field('text'), '  ', place)).toBeNull();
});

test('options are read by their labels', () => {
  expect(wordsOf(field('multi_select'), 'growth', place)).toBe('Growth');
});

test('only fields whose values can be asked for are offered', () => {
  const able = { type: 'text', filterable: true, filter_ready: true, viewable: true } as const;
  expect(isFilterable(able)).toBe(true);
  expect(isFilterable({ ...able, filter_ready: false })).toBe(false);
  expect(isFilterable({ ...able, type: 'address' })).toBe(false);
  expect(OPERATORS.long_text).toBeUndefined();
});
