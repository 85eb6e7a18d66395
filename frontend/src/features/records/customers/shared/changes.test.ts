import { expect, test } from 'vitest';
import type { CustomerOut } from '@/api/gen/types.gen';
import { emailChange, externalIdChange, phoneChange, plainChange } from './changes';

const said = { label: 'x', saved: 'x' };
const customer = {
  location: 'Lugo',
  email: 'a@x.test',
  emails: [
    { address: 'a@x.test', label: 'home', primary: true },
    { address: 'b@x.test', label: 'work', primary: false },
  ],
  phone: '+34600112233',
  phones: [{ number: '+34600112233', display: '600 11 22 33', extension: '7', label: 'mobile', primary: true }],
  external_ids: { crm: '7' },
} as unknown as CustomerOut;

test('a change can be shown, sent, and taken back', () => {
  const change = plainChange(customer, 'location', 'Vigo', said);
  expect(change.patch).toEqual({ location: 'Vigo' });
  expect(change.read(change.apply(customer))).toBe('Vigo');
  expect(change.revert(change.apply(customer))).toEqual(customer);
});

test('another address to write to leaves the others where they are', () => {
  const change = emailChange(customer, 'c@x.test', said);
  expect(change.patch.emails).toEqual([
    { address: 'c@x.test', label: 'home', primary: true },
    { address: 'b@x.test', label: 'work', primary: false },
  ]);
  expect(change.apply(customer).email).toBe('c@x.test');
  expect(emailChange(customer, '', said).apply(customer).email).toBe('b@x.test');
});

test('an extension survives the undo of another number', () => {
  const change = phoneChange(customer, '611', said);
  expect(change.back.phones).toEqual([{ number: '+34600112233;ext=7', label: 'mobile', primary: true }]);
  expect(phoneChange(customer, '', said).patch.phones).toEqual([]);
});

test('an id elsewhere is set, and taken away with null', () => {
  expect(externalIdChange(customer, 'hub', '9', said).apply(customer).external_ids).toEqual({ crm: '7', hub: '9' });
  const away = externalIdChange(customer, 'crm', null, said);
  expect(away.patch).toEqual({ external_ids: { crm: null } });
  expect(away.apply(customer).external_ids).toEqual({});
  expect(away.revert(away.apply(customer)).external_ids).toEqual({ crm: '7' });
});
