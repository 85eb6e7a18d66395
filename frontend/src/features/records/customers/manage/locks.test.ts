import { expect, test } from 'vitest';
import type { Overview } from '@/api/gen/types.gen';
import { type LockContext, lockedFolderSection, withoutPermission } from './locks';
import { MANAGE_TABS, tabOf } from './tabs';

const context = (sections: string[] | null, ...permissions: string[]): LockContext => ({
  overview: { sections, customer: { folder: { name: 'Leads' } } } as Overview,
  permissions,
  t: ((key: string) => key) as unknown as LockContext['t'],
});

test('a missing permission locks, and only who manages roles is led to them', () => {
  const lock = withoutPermission('timeline:read');
  expect(lock(context(null, 'timeline:read'))).toEqual([]);
  expect(lock(context(null))[0]?.fix).toBeNull();
  expect(lock(context(null, 'roles:manage'))[0]?.fix?.href).toBe('/settings/roles');
});

test('a section that the folder hides locks; null hides nothing', () => {
  const lock = lockedFolderSection('related_customers');
  expect(lock(context(null))).toEqual([]);
  expect(lock(context(['related_customers']))).toEqual([]);
  expect(lock(context(['profile']))[0]?.fix).toBeNull();
  expect(lock(context(['profile'], 'folders:manage'))[0]?.fix?.href).toBe('/settings/folders');
});

test('an address names a tab; an unknown one is the first', () => {
  expect(new Set(MANAGE_TABS.map(({ id }) => id)).size).toBe(MANAGE_TABS.length);
  expect(tabOf('profiles').id).toBe('profiles');
  expect(tabOf('nothing').id).toBe('info');
});
