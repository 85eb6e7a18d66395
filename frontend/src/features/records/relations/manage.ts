import { lazy } from 'react';
import { lockedFolderSection } from '@/features/records/folders/shared/lock';
import type { ManageTab } from '@/sockets/manage';

export default {
  id: 'related',
  order: 30,
  label: 'records/relations.manage',
  component: lazy(() => import('./tab')),
  count: ({ counts }) => counts.relations,
  lock: lockedFolderSection('related_customers'),
} satisfies ManageTab;
