import { expect, test } from 'vitest';
import { assign, columnLetters, importsNothing, mappingProblems, newField, parseTarget, schemeOf } from './targets';

test('a target is read with its argument; a label may hold colons', () => {
  expect(parseTarget('email')).toEqual({ kind: 'email', argument: '', fieldType: '' });
  expect(parseTarget('phone:mobile')).toEqual({ kind: 'phone', argument: 'mobile', fieldType: '' });
  expect(parseTarget(newField('date', 'Renewal: next'))).toEqual({
    kind: 'new_field',
    argument: 'Renewal: next',
    fieldType: 'date',
  });
});

test('columns are named as spreadsheets name them', () => {
  expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
});

test('a heading becomes the name of a system', () => {
  expect(schemeOf('HubSpot ID')).toBe('hubspot_id');
  expect(schemeOf('2. Código')).toBe('codigo');
  expect(schemeOf('№ 7')).toBe('no_7');
  expect(schemeOf('123')).toBe('other');
});

test('two columns cannot be one thing, unless a customer may have several', () => {
  expect(mappingProblems(['name', 'skip', 'name']).get(2)).toEqual({ code: 'taken', other: 0 });
  expect(mappingProblems(['email', 'email', 'note', 'note', 'skip', 'skip']).size).toBe(0);
  expect(mappingProblems(['location_part:street', 'location_part:street']).size).toBe(0);
  expect(mappingProblems(['location_part:city', 'location_part:city']).size).toBe(1);
  expect(mappingProblems(['new_field:text:Size', 'new_field:number: size']).get(1)).toEqual({
    code: 'taken',
    other: 0,
  });
});

test('what is typed has to be something the server takes', () => {
  expect(mappingProblems(['new_field:text: ']).get(0)).toEqual({ code: 'label' });
  expect(mappingProblems([newField('text', 'x'.repeat(101))]).get(0)).toEqual({ code: 'longLabel' });
  expect(mappingProblems(['external_id:Hub Spot', 'external_id:hubspot']).get(0)).toEqual({ code: 'scheme' });
  expect(mappingProblems(['external_id:hubspot']).size).toBe(0);
});

test('labels go when the addresses that they name go', () => {
  const mapping = ['email', 'email_label:0', 'phone:work', 'phone_label:2'];
  expect(assign(mapping, 0, 'skip')).toEqual(['skip', 'skip', 'phone:work', 'phone_label:2']);
  expect(assign(mapping, 0, 'email:home')).toEqual(['email:home', 'email_label:0', 'phone:work', 'phone_label:2']);
  expect(assign(mapping, 2, 'email')).toEqual(['email', 'email_label:0', 'email', 'skip']);
});

test('a mapping that leaves everything out imports nothing', () => {
  expect(importsNothing(['skip', 'skip'])).toBe(true);
  expect(importsNothing(['skip', 'note'])).toBe(false);
});
