import { expect, test } from 'vitest';
import { fromDraft, localMoment, momentOf, readNumber, textOf, toDraft } from './values';

const madrid = { timeZone: 'Europe/Madrid', currency: 'EUR', language: 'en-GB' };
const yen = { ...madrid, currency: 'JPY' };

test('numbers are read as people write them', () => {
  expect(readNumber('1.234,50')).toBe(1234.5);
  expect(readNumber('1,234.50')).toBe(1234.5);
  expect(readNumber('1,234')).toBe(1234);
  expect(readNumber('12,5')).toBe(12.5);
  expect(readNumber('-3 %')).toBe(-3);
  expect(readNumber('12a')).toBeNaN();
  expect(readNumber('')).toBeNaN();
});

test('money goes in minor units, with as many digits as the currency has', () => {
  expect(fromDraft('currency', '19,99', madrid)).toEqual({ value: { amount_minor: 1999, currency: 'EUR' } });
  expect(fromDraft('currency', '1200', yen)).toEqual({ value: { amount_minor: 1200, currency: 'JPY' } });
  expect(toDraft('currency', { amount_minor: 1999, currency: 'EUR' }, madrid)).toBe('19.99');
  expect(fromDraft('currency', 'much', madrid)).toEqual({ wrong: 'number' });
});

test('a moment stays what the clock of the workspace showed, summer and winter', () => {
  expect(momentOf('2026-07-01T10:30', 'Europe/Madrid')).toBe('2026-07-01T08:30:00.000Z');
  expect(momentOf('2026-12-01T10:30', 'Europe/Madrid')).toBe('2026-12-01T09:30:00.000Z');
  expect(localMoment('2026-07-01T08:30:00Z', 'Europe/Madrid')).toBe('2026-07-01T10:30');
  expect(fromDraft('follow_up', 'soon', madrid)).toEqual({ wrong: 'moment' });
});

test('emptied fields are cleared', () => {
  for (const type of ['text', 'number', 'date', 'follow_up'] as const)
    expect(fromDraft(type, '  ', madrid)).toEqual({ value: null });
  expect(fromDraft('multi_select', [], madrid)).toEqual({ value: null });
  expect(fromDraft('address', { city: ' ' }, madrid)).toEqual({ value: null });
});

test('values read as words', () => {
  const options = [{ key: 'a', label: 'Alpha', colour: '#000000' }];
  expect(textOf({ type: 'multi_select', options }, ['a', 'gone'], madrid)).toBe('Alpha, gone');
  expect(textOf({ type: 'address', options: [] }, { city: 'Madrid', street: 'Calle 1' }, madrid)).toBe(
    'Calle 1, Madrid',
  );
  expect(textOf({ type: 'percent', options: [] }, 25, madrid)).toBe('25%');
  expect(textOf({ type: 'text', options: [] }, null, madrid)).toBe('');
});
