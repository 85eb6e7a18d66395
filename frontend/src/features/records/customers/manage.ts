import { lazy } from 'react';
import type { ManageTab } from '@/sockets/manage';

export default {
  id: 'info',
  order: 10,
  label: 'records/customers.manage',
  component: lazy(() => import('./manage/info/tab')),
} satisfies ManageTab;
