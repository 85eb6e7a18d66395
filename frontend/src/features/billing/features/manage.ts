import { lazy } from 'react';
import { withoutPermission } from '@/features/access/roles/shared/lock';
import type { ManageTab } from '@/sockets/manage';

export default {
  id: 'features',
  order: 50,
  label: 'billing/features.manage',
  component: lazy(() => import('./tab')),
  lock: withoutPermission('features:read'),
} satisfies ManageTab;
