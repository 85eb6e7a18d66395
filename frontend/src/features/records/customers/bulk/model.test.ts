import { expect, test } from 'vitest';
import type { CustomFieldOut, FolderOut } from '@/api/gen/types.gen';
import { readFailures } from './failures';
import { byReason, neededIn, statusChanges, statusesIn, statusesOf, targetOf } from './model';

const status = (id: string, name: string, is_default = false) =>
  ({ id, name, colour: '#000', is_default }) as FolderOut['statuses'][number];
const target = { statuses: [status('1', 'Archived', true), status('2', 'Running')] };
const held = (name: string, count = 1) => ({ status: { name, colour: '#000' }, count });

test('a status keeps its name where the folder has it, whatever the case, else becomes the default', () => {
  const changes = statusChanges([held('RUNNING'), held('Fresh'), { status: null, count: 2 }], target, null);
  expect(changes.map(({ to, how }) => [to?.name, how])).toEqual([
    ['Running', 'same_name'],
    ['Archived', 'default'],
    ['Archived', 'default'],
  ]);
});

test('a chosen status beats the names, and without statuses there is none', () => {
  expect(statusChanges([held('Running')], target, '1')[0]).toMatchObject({ to: { name: 'Archived' }, how: 'given' });
  expect(statusChanges([held('Running')], null, null)[0]).toMatchObject({ to: null, how: 'none' });
});

test('statuses are counted, the most frequent first', () => {
  const of = (name: string | null) => ({ status: name ? { id: name, name, colour: '' } : null }) as never;
  expect(statusesOf([of('New'), of(null), of('new')]).map(({ count }) => count)).toEqual([2, 1]);
});

test('a filter by folder shows only what could be found in it', () => {
  const folders = [
    { id: 'a', statuses: [status('1', 'New')] },
    { id: 'b', statuses: [status('2', 'Old'), status('3', 'new')] },
  ];
  expect(statusesIn(folders).map((each) => each.status.name)).toEqual(['New', 'Old']);
  expect(statusesIn(folders, ['b']).map((each) => each.status.name)).toEqual(['Old', 'new']);
});

test('fields needed in a folder are those of all folders and its own', () => {
  const field = (required: boolean, folder_ids: string[] | null) => ({ required, folder_ids }) as CustomFieldOut;
  const fields = [field(true, null), field(true, ['a']), field(true, ['b']), field(false, null)];
  expect(neededIn(fields, 'a')).toEqual(fields.slice(0, 2));
  expect(neededIn(fields, null)).toEqual([]);
});

test('the error file is read with commas, quotes and lines inside a reason, and grouped', () => {
  const file =
    'customer_id,code,reason\r\n1,taken,"Another customer, ""Ana"", has it"\r\n2,a,"x\ny"\r\n3,a,"x\ny"\r\n4,only-code,\r\n';
  const failures = readFailures(file);
  expect(failures[0]).toEqual({ customerId: '1', code: 'taken', reason: 'Another customer, "Ana", has it' });
  expect(byReason(failures)).toEqual([
    { reason: 'x\ny', customerIds: ['2', '3'] },
    { reason: 'Another customer, "Ana", has it', customerIds: ['1'] },
    { reason: 'only-code', customerIds: ['4'] },
  ]);
});

test('what is selected goes as ids or as the filter', () => {
  expect(targetOf({ kind: 'ids', ids: ['1'] })).toEqual({ customer_ids: ['1'] });
  expect(targetOf({ kind: 'matching', query: {}, filter: { q: 'x' }, total: 3 })).toEqual({ filter: { q: 'x' } });
});
