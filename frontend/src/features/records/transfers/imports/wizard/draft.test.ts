import { expect, test } from 'vitest';
import { bestMatch, emptyDraft, falseEnding, mappingOf, matchOf, readDraft, reread, stepOf, toOptions } from './draft';

const columns = [
  { heading: 'Name', suggested: 'name' },
  { heading: 'Mail', suggested: 'email' },
  { heading: 'Size', suggested: 'new_field:number:Size' },
];

test('suggestions are taken, but no field is made unasked', () => {
  expect(mappingOf(emptyDraft, columns)).toEqual(['name', 'email', 'skip']);
  expect(mappingOf({ ...emptyDraft, mapping: ['skip', 'email', 'note'] }, columns)).toEqual(['skip', 'email', 'note']);
});

test('a mapping for other columns is not used', () => {
  expect(mappingOf({ ...emptyDraft, mapping: ['name'] }, columns)).toEqual(['name', 'email', 'skip']);
  const draft = { ...emptyDraft, mapping: ['name', 'note', 'skip'], reading: { encoding: 'cp1252' } };
  expect(reread(draft, { delimiter: ';' })).toMatchObject({
    mapping: null,
    reading: { encoding: 'cp1252', delimiter: ';' },
  });
});

test('columns are sent by their index, without those left out', () => {
  expect(toOptions(emptyDraft, columns).mapping).toEqual({ '0': 'name', '1': 'email' });
});

test('where a heading is itself a number, that column is sent by its heading', () => {
  const odd = [
    { heading: '1', suggested: 'name' },
    { heading: '0', suggested: 'email' },
    { heading: 'x', suggested: 'note' },
  ];
  expect(toOptions(emptyDraft, odd).mapping).toEqual({ '1': 'name', '0': 'email', '2': 'note' });
});

test('rows are matched by what is mapped, and by nothing that is mapped no more', () => {
  const draft = { ...emptyDraft, matchBy: 'external_id:hubspot' };
  expect(matchOf(draft, ['name', 'external_id:hubspot'])).toBe('external_id:hubspot');
  expect(matchOf(draft, ['name', 'email'])).toBeNull();
  expect(matchOf({ ...draft, matchBy: 'none' }, ['name'])).toBe('none');
  expect(bestMatch(['external_id:hubspot', 'email'])).toBe('email');
  expect(bestMatch(['external_id:hubspot', 'external_id:atrium', 'email'])).toBe('external_id:atrium');
  expect(bestMatch(['external_id:hubspot', 'name'])).toBe('external_id:hubspot');
  expect(bestMatch(['name'])).toBe('row');
});

test('a status without its folder, and a source of blanks, are not sent', () => {
  const options = toOptions({ ...emptyDraft, statusId: 's', source: '  ' }, columns);
  expect(options).toMatchObject({ folder_id: null, status_id: null, source: null });
});

test('what the server points at is mended at its step', () => {
  expect(stepOf('/mapping/Name')).toBe('columns');
  expect(stepOf('/delimiter')).toBe('file');
  expect(stepOf('/match_by')).toBe('options');
  expect(stepOf('query/x')).toBe('check');
});

test('a name that claims another format is noticed', () => {
  expect(falseEnding('contacts.csv', 'xlsx')).toBe('csv');
  expect(falseEnding('contacts.txt', 'csv')).toBeNull();
  expect(falseEnding('contacts.CSV', 'tsv')).toBeNull();
  expect(falseEnding('contacts', 'vcard')).toBeNull();
});

test('a kept draft comes back whole; anything else is none', () => {
  expect(readDraft({ step: 'options', tagIds: ['t'] })).toEqual({ ...emptyDraft, step: 'options', tagIds: ['t'] });
  expect(readDraft({ mode: 'both' })).toBeNull();
  expect(readDraft('x')).toBeNull();
});
