import { expect, test } from 'vitest';
import { preferredLanguage } from '.';

test('the choice wins, then the first language of the browser that we speak, then English', () => {
  expect(preferredLanguage('es', ['en-GB'])).toBe('es');
  expect(preferredLanguage(null, ['fr-FR', 'es-MX', 'en'])).toBe('es');
  expect(preferredLanguage('toString', ['xx'])).toBe('en');
});
