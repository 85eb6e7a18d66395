import { lazy } from 'react';
import { withoutPermission } from '@/features/access/roles/shared/lock';
import type { ManageTab } from '@/sockets/manage';

export default {
  id: 'timeline',
  order: 40,
  label: 'records/timeline.manage',
  component: lazy(() => import('./tab')),
  lock: withoutPermission('timeline:read'),
} satisfies ManageTab;
