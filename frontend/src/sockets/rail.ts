import type { LinkProps } from '@tanstack/react-router';
import type { ParseKeys } from 'i18next';
import type { LucideIcon } from 'lucide-react';
import { collect } from './collect';

/** A place in the rail. What no capability brings does not appear: there are no dead entries. */
export type RailEntry = {
  id: string;
  order: number;
  to: LinkProps['to'];
  /** A text of the capability's `rail.{en,es}.json`. */
  label: ParseKeys<'rail'>;
  icon: LucideIcon;
  /** Hidden from those without it. */
  permission?: string;
  /** Shortcut, e.g. `g w`. */
  keys?: string;
  /** Settings stand at the far end. */
  place?: 'main' | 'end';
};

/** In the order of the rail; the first of `main` is where `/` leads. The only socket that every first visit loads. */
export const railEntries = collect(
  import.meta.glob<RailEntry>('../features/*/*/rail.ts', { eager: true, import: 'default' }),
);
