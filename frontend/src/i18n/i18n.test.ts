import { expect, test } from 'vitest';
import { languages, preferredLanguage } from '.';

const files = import.meta.glob<Record<string, unknown>>('../**/i18n/*.json', { import: 'default', eager: true });

const keysOf = (value: unknown, path = ''): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => keysOf(inner, path ? `${path}.${key}` : key))
    : [path];
const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
const textsOf = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(value as object).flatMap(textsOf);

const folders = [...new Set(Object.keys(files).map((path) => path.replace(/[^/]+\.json$/, '')))];

test('there are strings to compare', () => expect(folders.length).toBeGreaterThan(2));

test.each(folders)('%s has the same keys and placeholders in every language', (folder) => {
  const english = files[`${folder}en.json`];
  for (const language of Object.keys(languages)) {
    const other = files[`${folder}${language}.json`];
    expect(keysOf(other)).toEqual(keysOf(english));
    expect(textsOf(other).map(placeholders)).toEqual(textsOf(english).map(placeholders));
    expect(textsOf(other).filter((text) => text.trim() === '')).toEqual([]);
  }
});

test('the choice wins, then the first language of the browser that we speak, then English', () => {
  expect(preferredLanguage('es', ['en-GB'])).toBe('es');
  expect(preferredLanguage(null, ['fr-FR', 'es-MX', 'en'])).toBe('es');
  expect(preferredLanguage('toString', ['xx'])).toBe('en');
});
