import { expect, test } from 'vitest';
import { chosenOptions, patternOptions, tidy } from './patterns';

const types = ['customer.created', 'customer.updated', 'login.failed'].map((type) => ({
  type,
  kind: '',
  description: type,
}));
const options = patternOptions(types, { all: 'All events', family: (name) => `Everything about ${name}` });

test('a family stands before its types, and one of a single type has none', () => {
  expect(options.map(({ id }) => id)).toEqual([
    '*',
    'customer.*',
    'customer.created',
    'customer.updated',
    'login.failed',
  ]);
});

test('a saved pattern that no longer exists stays visible', () => {
  expect(chosenOptions(options, ['customer.*', 'gone.type']).map(({ name }) => name)).toEqual([
    'Everything about customer',
    'gone.type',
  ]);
});

test('what a wider choice covers is dropped', () => {
  expect(tidy(['customer.created', 'login.failed', '*'])).toEqual(['*']);
  expect(tidy(['customer.created', 'login.failed', 'customer.*'])).toEqual(['login.failed', 'customer.*']);
});
