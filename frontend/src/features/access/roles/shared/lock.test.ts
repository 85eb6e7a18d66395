import { expect, test } from 'vitest';
import type { LockContext } from '@/sockets/lock';
import { withoutPermission } from './lock';

const context = (...permissions: string[]) => ({ permissions, t: (key: string) => key }) as unknown as LockContext;

test('a missing permission locks, and only who manages roles is led to them', () => {
  const lock = withoutPermission('timeline:read');
  expect(lock(context('timeline:read'))).toEqual([]);
  expect(lock(context())[0]?.fix).toBeNull();
  expect(lock(context('roles:manage'))[0]?.fix?.href).toBe('/settings/roles');
});
