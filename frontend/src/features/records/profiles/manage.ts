import { lazy } from 'react';
import type { ManageTab } from '@/sockets/manage';

export default {
  id: 'profiles',
  order: 20,
  label: 'records/profiles.manage',
  component: lazy(() => import('./manage/tab')),
  count: ({ counts }) => counts.profiles,
} satisfies ManageTab;
