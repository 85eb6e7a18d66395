import type { LinkProps } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import { collect, type Name } from './collect';

/** A page of the settings. */
export type SettingsEntry = {
  id: string;
  order: number;
  to: LinkProps['to'];
  label: Name;
  icon: LucideIcon;
  permission: string;
};

export const settingsEntries = collect(
  import.meta.glob<SettingsEntry>('../features/*/*/settings.ts', { eager: true, import: 'default' }),
);

/** What somebody with these permissions finds in the navigation. */
export const settingsFor = (permissions: readonly string[]) =>
  settingsEntries.filter(({ permission }) => permissions.includes(permission));
