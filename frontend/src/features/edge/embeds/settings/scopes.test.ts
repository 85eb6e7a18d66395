import { expect, test } from 'vitest';
import { scopesOf } from './scopes';

test('scopes follow from the widgets and go with them', () => {
  expect(scopesOf(['profile', 'credits'])).toEqual(['customers:read', 'credits:read']);
  expect(scopesOf(['notes'], ['notes:read', 'credits:read'])).toEqual(['notes:read']);
  expect(scopesOf(['form'])).toEqual(['forms:submit', 'customers:read']);
});
