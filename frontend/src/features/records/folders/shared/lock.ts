import type { Lock } from '@/sockets/lock';
import { showsSection } from '@/sockets/record';

/** The customer's folder may hide a section of the profile; whoever manages folders is led there. */
export const lockedFolderSection =
  (section: string): Lock =>
  ({ overview, permissions, t }) => {
    if (showsSection(overview, section)) return [];
    const fix = permissions.includes('folders:manage')
      ? { label: t('records/folders.lock.fix'), href: '/settings/folders' }
      : null;
    const name = overview.customer.folder?.name ?? '';
    return [{ code: 'section-hidden', message: t('records/folders.lock.hidden', { name }), fix }];
  };
