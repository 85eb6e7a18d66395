import { expect, test } from 'vitest';
import { chosen, countries, currencies, locales, timeZones } from './regions';

test('names come in the reader’s language, in its order', () => {
  expect(chosen(countries('es'), 'ES')?.name).toBe('España');
  expect(chosen(countries('en'), 'ES')?.name).toBe('Spain');
  expect(chosen(currencies('en'), 'EUR')?.name).toBe('Euro');
  const names = countries('en').map(({ name }) => name);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
});

test('UTC is offered once, and what is not listed stays chosen', () => {
  expect(timeZones().filter(({ id }) => id === 'UTC')).toHaveLength(1);
  expect(chosen(locales('en'), 'tlh')).toEqual({ id: 'tlh', name: 'tlh' });
  expect(chosen([], '')).toBeNull();
});
