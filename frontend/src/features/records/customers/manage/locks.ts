import type { TFunction } from 'i18next';
import type { CustomerFeaturesOut, Overview } from '@/api/gen/types.gen';
import type { Problem } from '@/lib/problem';

export type LockContext = {
  overview: Overview;
  /** What the customer may use; undefined while that is not known, or may not be. */
  features?: CustomerFeaturesOut;
  permissions: readonly string[];
  t: TFunction<['records/customers', 'components']>;
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

/** What the customer may not use stays visible, with the server's reasons and where they are mended (A8). */
export const needsFeature =
  (key: string): Lock =>
  ({ features, overview, t }) => {
    const state = features?.features.find((feature) => feature.key === key);
    if (!state || state.on) return [];
    if (state.unmet.length > 0) return state.unmet;
    const href = `/customers?customer=${overview.customer.id}&manage=features`;
    const message = t('manage.featureOff', { name: state.label });
    return [{ code: 'feature-off', message, fix: { label: t('manage.fix.features'), href } }];
  };

export const allOf =
  (...locks: Lock[]): Lock =>
  (context) =>
    locks.flatMap((lock) => lock(context));
