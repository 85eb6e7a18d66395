import { expect, test } from 'vitest';
import { bySection, canFilter, fieldSchema, fromField, rulesOf, toBody, toPatch, toValidation } from './form';

test('rules are those of the type, as numbers where they are numbers', () => {
  expect(toValidation('number', { min: '1', max: ' 9.5 ', pattern: 'x' })).toEqual({ min: 1, max: 9.5 });
  expect(toValidation('date', { min: '2026-01-01', max: '' })).toEqual({ min: '2026-01-01' });
  expect(toValidation('text', { min_length: '2', pattern: '12' })).toEqual({ min_length: 2, pattern: '12' });
  expect(toValidation('number', { min: 'abc' })).toEqual({ min: 'abc' });
  expect(rulesOf('email')).toEqual([]);
});

test('a new field sends options only where its type has them', () => {
  const options = [{ id: 'x', key: null, label: 'Gold', colour: '#f59e0b' }];
  const text = toBody({ ...fromField(), label: 'Level', options });
  expect(text).toMatchObject({ label: 'Level', key: null, options: [], filterable: true });
  expect(toBody({ ...fromField(), type: 'select', options }).options).toEqual([
    { key: null, label: 'Gold', colour: '#f59e0b' },
  ]);
  expect(canFilter('address')).toBe(false);
  expect(toBody({ ...fromField(), type: 'address' }).filterable).toBe(false);
});

test('a change sends what changed, never key and type', () => {
  const values = { ...fromField(), label: 'B', key: 'a', type: 'number' as const, validation: { min: '0' } };
  expect(toPatch(values, ['label', 'key', 'type', 'validation'])).toEqual({ label: 'B', validation: { min: 0 } });
});

test('a key is small letters, or left to the server', () => {
  const parse = (key: string) => fieldSchema.safeParse({ ...fromField(), label: 'A', key }).success;
  expect([parse(''), parse('level_2'), parse('Level'), parse('2x')]).toEqual([true, true, false, false]);
});

test('fields stand in their sections, in their order', () => {
  const field = (section: string, position: number) => ({ section, position });
  expect(bySection([field('B', 2), field('', 1), field('B', 0)])).toEqual([
    ['', [field('', 1)]],
    ['B', [field('B', 0), field('B', 2)]],
  ]);
});
