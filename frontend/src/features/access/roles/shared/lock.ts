import type { Lock } from '@/sockets/lock';

/** A role may lack it; whoever manages roles is led there. */
export const withoutPermission =
  (permission: string): Lock =>
  ({ permissions, t }) => {
    if (permissions.includes(permission)) return [];
    const fix = permissions.includes('roles:manage')
      ? { label: t('access/roles.lock.fix'), href: '/settings/roles' }
      : null;
    return [{ code: 'permission-missing', message: t('components:can.missing', { permission }), fix }];
  };
