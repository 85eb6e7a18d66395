import { expect, test } from 'vitest';
import type { Overview } from '@/api/gen/types.gen';
import type { LockContext } from '@/sockets/lock';
import { lockedFolderSection } from './lock';

const context = (sections: string[] | null, ...permissions: string[]): LockContext => ({
  overview: { sections, customer: { folder: { name: 'Leads' } } } as Overview,
  permissions,
  t: ((key: string) => key) as unknown as LockContext['t'],
});

test('a section that the folder hides locks; null hides nothing', () => {
  const lock = lockedFolderSection('related_customers');
  expect(lock(context(null))).toEqual([]);
  expect(lock(context(['related_customers']))).toEqual([]);
  expect(lock(context(['profile']))[0]?.fix).toBeNull();
  expect(lock(context(['profile'], 'folders:manage'))[0]?.fix?.href).toBe('/settings/folders');
});
