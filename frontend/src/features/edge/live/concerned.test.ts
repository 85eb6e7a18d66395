import { expect, test } from 'vitest';
import type { LiveEvent } from '@/api/live';
import { concerned } from './concerned';

const change = (kind: string, customer_id: string | null = 'a'): LiveEvent => ({
  event: 'change',
  data: { id: '1', type: `x.${kind}`, kind, customer_id, subject_id: null, actor_id: null },
});
const of = (operation: string, customer_id?: string) => [
  { _id: operation, ...(customer_id && { path: { customer_id } }) },
];

test('a change concerns the lists and what is shown of that customer', () => {
  expect(concerned(change('status'), of('listCustomers'))).toBe(true);
  expect(concerned(change('status'), of('getOverview', 'a'))).toBe(true);
  expect(concerned(change('status'), of('listTimeline', 'a'))).toBe(true);
  expect(concerned(change('status'), of('getOverview', 'b'))).toBe(false);
  expect(concerned(change('status'), of('listNotes', 'a'))).toBe(false);
  expect(concerned(change('note'), of('listNotes', 'a'))).toBe(true);
  expect(concerned(change('status'), of('listMembers'))).toBe(false);
});

test('what happens to the workspace concerns its catalogues', () => {
  expect(concerned(change('settings', null), [{ _id: 'listFolders' }, 'all'])).toBe(true);
  expect(concerned({ event: 'settings', data: {} }, of('listTags'))).toBe(true);
  expect(concerned({ event: 'settings', data: {} }, of('listNotes', 'a'))).toBe(false);
});

test('the bell, the faces, and everything', () => {
  expect(concerned({ event: 'notification', data: {} }, of('countNotifications'))).toBe(true);
  expect(concerned({ event: 'presence', data: { customer_id: 'a' } }, ['presence', 'a'])).toBe(true);
  expect(concerned({ event: 'presence', data: { customer_id: 'a' } }, ['presence', 'b'])).toBe(false);
  expect(concerned({ event: 'rights', data: {} }, of('getMe'))).toBe(true);
  expect(concerned({ event: 'ended', data: {} }, of('getMe'))).toBe(true);
  expect(concerned({ event: 'resync', data: {} }, ['presence', 'a'])).toBe(false);
});
