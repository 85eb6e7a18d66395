import type { TFunction } from 'i18next';
import type { Overview } from '@/api/gen/types.gen';
import type { Problem } from '@/lib/problem';

export type LockContext = {
  overview: Overview;
  permissions: readonly string[];
  t: TFunction<['customers', 'components']>;
};
/** In the shape of the server's `unmet`, so that what it says itself can be passed on. */
export type Lock = (context: LockContext) => Problem['unmet'];

/** A role may lack it; whoever manages roles is led there. */
export const withoutPermission =
  (permission: string): Lock =>
  ({ permissions, t }) => {
    if (permissions.includes(permission)) return [];
    const fix = permissions.includes('roles:manage') ? { label: t('manage.fix.roles'), href: '/settings/roles' } : null;
    return [{ code: 'permission-missing', message: t('components:can.missing', { permission }), fix }];
  };

/** The customer's folder may hide a section of the profile; whoever manages folders is led there. */
export const lockedFolderSection =
  (section: string): Lock =>
  ({ overview: { sections, customer }, permissions, t }) => {
    if (!sections || sections.includes(section)) return [];
    const fix = permissions.includes('folders:manage')
      ? { label: t('manage.fix.folders'), href: '/settings/folders' }
      : null;
    return [
      { code: 'section-hidden', message: t('manage.hiddenInFolder', { name: customer.folder?.name ?? '' }), fix },
    ];
  };
