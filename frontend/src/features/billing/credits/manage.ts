import { lazy } from 'react';
import { withoutPermission } from '@/features/access/roles/shared/lock';
import type { ManageTab } from '@/sockets/manage';

export default {
  id: 'credits',
  order: 60,
  label: 'billing/credits.manage',
  component: lazy(() => import('./tab')),
  lock: withoutPermission('credits:read'),
} satisfies ManageTab;
