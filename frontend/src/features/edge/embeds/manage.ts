import { lazy } from 'react';
import { withoutPermission } from '@/features/access/roles/shared/lock';
import { needsFeature } from '@/features/billing/features/shared/lock';
import { allOf } from '@/sockets/lock';
import type { ManageTab } from '@/sockets/manage';

export default {
  id: 'embeds',
  order: 70,
  label: 'edge/embeds.manage',
  component: lazy(() => import('./tab')),
  lock: allOf(withoutPermission('embeds:read'), needsFeature('embeds')),
} satisfies ManageTab;
