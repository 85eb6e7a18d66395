import { lazy } from 'react';
import { withoutPermission } from '@/features/access/roles/shared/lock';
import { needsFeature } from '@/features/billing/features/shared/lock';
import { allOf } from '@/sockets/lock';
import type { ManageTab } from '@/sockets/manage';

export default {
  id: 'quota',
  order: 80,
  label: 'billing/quotas.manage',
  component: lazy(() => import('./tab')),
  lock: allOf(withoutPermission('quotas:read'), needsFeature('tool_call_quota')),
} satisfies ManageTab;
