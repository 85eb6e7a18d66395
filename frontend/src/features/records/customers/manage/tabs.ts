import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Overview } from '@/api/gen/types.gen';
import type { CustomerChange } from '@/features/records/overview/shared/writes';
import { allOf, type Lock, lockedFolderSection, needsFeature, withoutPermission } from './locks';

export type ManageTabProps = {
  overview: Overview;
  save: (change: CustomerChange) => void;
  /** The customer lies in the trash now. */
  onDeleted: () => void;
};

export type ManageTab = {
  /** Its part of the address. */
  id: string;
  /** `manage.tabs.<label>` in this folder's strings. */
  label: 'info' | 'profiles' | 'related' | 'timeline' | 'features' | 'credits' | 'embeds' | 'quota';
  component: LazyExoticComponent<ComponentType<ManageTabProps>>;
  /** How much there is in it. */
  count?: (overview: Overview) => number;
  /** What has to be settled before it opens, each with the place to do so: such a tab stays visible. */
  lock?: Lock;
};

/** In the order they are shown; a capability that is built adds its line. */
export const MANAGE_TABS: readonly ManageTab[] = [
  { id: 'info', label: 'info', component: lazy(() => import('./info/tab')) },
  {
    id: 'profiles',
    label: 'profiles',
    component: lazy(() => import('@/features/records/profiles/manage/tab')),
    count: ({ counts }) => counts.profiles,
  },
  {
    id: 'related',
    label: 'related',
    component: lazy(() => import('@/features/records/relations/tab')),
    count: ({ counts }) => counts.relations,
    lock: lockedFolderSection('related_customers'),
  },
  {
    id: 'timeline',
    label: 'timeline',
    component: lazy(() => import('@/features/records/timeline/tab')),
    lock: withoutPermission('timeline:read'),
  },
  {
    id: 'features',
    label: 'features',
    component: lazy(() => import('@/features/billing/features/tab')),
    lock: withoutPermission('features:read'),
  },
  {
    id: 'credits',
    label: 'credits',
    component: lazy(() => import('@/features/billing/credits/tab')),
    lock: withoutPermission('credits:read'),
  },
  {
    id: 'embeds',
    label: 'embeds',
    component: lazy(() => import('@/features/edge/embeds/tab')),
    lock: allOf(withoutPermission('embeds:read'), needsFeature('embeds')),
  },
  {
    id: 'quota',
    label: 'quota',
    component: lazy(() => import('@/features/billing/quotas/tab')),
    lock: allOf(withoutPermission('quotas:read'), needsFeature('tool_call_quota')),
  },
];

/** The tab of an address; an unknown one is the first. */
export const tabOf = (id: string | undefined): ManageTab =>
  MANAGE_TABS.find((tab) => tab.id === id) ?? (MANAGE_TABS[0] as ManageTab);
