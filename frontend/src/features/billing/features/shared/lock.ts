import type { Lock } from '@/sockets/lock';

/** What the customer may not use stays visible, with the server's reasons and where they are mended (A8). */
export const needsFeature =
  (key: string): Lock =>
  ({ features, overview, t }) => {
    const state = features?.features.find((feature) => feature.key === key);
    if (!state || state.on) return [];
    if (state.unmet.length > 0) return state.unmet;
    const href = `/customers?customer=${overview.customer.id}&manage=features`;
    const message = t('billing/features.lock.off', { name: state.label });
    return [{ code: 'feature-off', message, fix: { label: t('billing/features.lock.fix'), href } }];
  };
