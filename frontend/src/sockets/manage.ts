import type { ComponentType, LazyExoticComponent } from 'react';
import type { Overview } from '@/api/gen/types.gen';
import { collect, type Name } from './collect';
import type { Lock } from './lock';
import type { SaveChange } from './record';

export type ManageTabProps = {
  overview: Overview;
  save: SaveChange;
  /** The customer lies in the trash now. */
  onDeleted: () => void;
};

/** A tab of the Manage dialog. */
export type ManageTab = {
  /** Its part of the address. */
  id: string;
  order: number;
  label: Name;
  component: LazyExoticComponent<ComponentType<ManageTabProps>>;
  /** How much there is in it. */
  count?: (overview: Overview) => number;
  /** What has to be settled before it opens, each with the place to do so: such a tab stays visible. */
  lock?: Lock;
};

export const manageTabs = collect(
  import.meta.glob<ManageTab>('../features/*/*/manage.ts', { eager: true, import: 'default' }),
);

/** The tab of an address; an unknown one is the first. */
export const tabOf = (id: string | undefined): ManageTab =>
  manageTabs.find((tab) => tab.id === id) ?? (manageTabs[0] as ManageTab);
