import type { LucideIcon } from 'lucide-react';
import type { Overview } from '@/api/gen/types.gen';
import type { Namespace } from '@/i18n';
import type { Preloadable } from '@/lib/preloadable';
import { collect, type Name } from './collect';
import type { SaveChange } from './record';

export type ProfileProps = {
  overview: Overview;
  save: SaveChange;
  /** Counts how often the section's command was given: then its input takes the focus. */
  called: number;
};

/** A part of the open customer: a section with a tab of its own, or, without a label, a block of the first one. */
export type ProfileEntry = {
  /** Its part of the address. */
  id: string;
  order: number;
  label?: Name;
  component: Preloadable<ProfileProps>;
  /** The namespaces that it says itself with; they come with its script. */
  texts: readonly Namespace[];
  /** Already of what the list knew, before the whole profile has come. */
  early?: boolean;
  /** How much there is in it. */
  count?: (overview: Overview) => number;
  shown?: (overview: Overview) => boolean;
  /** Opens the section from anywhere in the profile. */
  command?: { id: string; label: Name; keys: string; icon: LucideIcon; allowed: (overview: Overview) => boolean };
  /** What it opens is fetched while nothing else goes on: then it is there at once, and also without a network. */
  prepare?: () => Promise<unknown>;
};

export const profileEntries = collect(
  import.meta.glob<ProfileEntry>('../features/*/*/profile.ts', { eager: true, import: 'default' }),
);
