import { expect, test } from 'vitest';
import type { PublicField } from '@/api/gen/types.gen';
import { answerOf, answersOf, draftOf, draftsOf, numberOf, unanswered } from './answers';
import { questionOf, sentenceOf } from './findings';
import { languageOf, words } from './words';

const limits = { min: null, max: null, min_length: null, max_length: null, pattern: null, currency: null };
const field = (type: PublicField['type'], more: Partial<PublicField> = {}): PublicField => ({
  key: type,
  type,
  property: null,
  label: null,
  help: '',
  consent_text: '',
  required: false,
  options: [],
  limits,
  ...more,
});

test.each([
  ['12', 12],
  ['1,5', 1.5],
  ['1.234,5', 1234.5],
  ['1,234.5', 1234.5],
  ["1'000", 1000],
  ['-3', -3],
  ['12a', Number.NaN],
  ['', Number.NaN],
])('%s is the number %s', (text, number) => expect(numberOf(text)).toBe(number));

test('answers have the types of their fields', () => {
  expect(answerOf(field('number'), '1,5')).toBe(1.5);
  expect(answerOf(field('number'), 'many')).toBe('many');
  expect(answerOf(field('currency', { limits: { ...limits, currency: 'EUR' } }), '12,5')).toEqual({
    amount_minor: 1250,
    currency: 'EUR',
  });
  expect(answerOf(field('currency', { limits: { ...limits, currency: 'JPY' } }), '12')).toEqual({
    amount_minor: 12,
    currency: 'JPY',
  });
  expect(answerOf(field('address'), { city: 'Madrid', street: ' ' })).toEqual({ city: 'Madrid' });
  expect(answerOf(field('date_time'), '2027-01-31T10:00')).toMatch(/^2027-01-3\dT\d\d:00:00.000Z$/);
  expect(answersOf([field('text'), field('consent'), field('multi_select')], { text: '  ', multi_select: [] })).toEqual(
    {
      consent: false,
    },
  );
});

test.each([
  ['text', 'Ana'],
  ['number', 1.5],
  ['percent', 12],
  ['currency', { amount_minor: 1250, currency: 'EUR' }],
  ['currency', { amount_minor: 12, currency: 'JPY' }],
  ['date', '2027-01-31'],
  ['date_time', '2027-01-31T10:00:00.000Z'],
  ['date_time', '2027-07-31T10:00:30.000Z'],
  ['multi_select', ['a', 'b']],
  ['address', { street: 'Calle 1', city: 'Madrid' }],
  ['checkbox', true],
  ['checkbox', false],
] as const)('a known value of the type %s goes back as it came', (type, value) => {
  const currency = typeof value === 'object' && 'currency' in value ? value.currency : null;
  const asked = field(type, { limits: { ...limits, currency } });
  expect(answerOf(asked, draftOf(asked, value))).toEqual(value);
});

test('what is not known is no draft', () => {
  expect(draftsOf([field('text'), field('checkbox')], { checkbox: false })).toEqual({ checkbox: false });
});

test('required questions without an answer are found', () => {
  const fields = [field('text', { required: true }), field('consent', { required: true }), field('email')];
  expect(unanswered(fields, {})).toEqual(['text', 'consent']);
  expect(unanswered(fields, { text: 'x', consent: true })).toEqual([]);
});

test('findings find their question and speak its language', () => {
  expect(questionOf('/values/plan/0')).toBe('plan');
  expect(questionOf('/token')).toBeNull();
  expect(sentenceOf(field('email'), { pointer: '', code: 'not_an_email', message: 'x' })).toBe(words.error.email);
  expect(
    sentenceOf(field('number', { limits: { ...limits, max: 10 } }), { pointer: '', code: 'too_large', message: '' }),
  ).toContain('10');
});

test('the first language that the page speaks', () => {
  expect(languageOf(['fr-FR', 'es-MX'])).toBe('es');
  expect(languageOf(['toString', 'xx'])).toBe('en');
});
