import type { Overview } from '@/api/gen/types.gen';
import type { Namespace } from '@/i18n';
import type { Preloadable } from '@/lib/preloadable';
import { collect } from './collect';

export type ToolProps = {
  overview: Overview;
  /** The customer lies in the trash now: whoever shows it closes it. */
  onDeleted: () => void;
  /** It was taken back. */
  onRestored: () => void;
};

/** Something that is done with the open customer, beside the profile; each person may put it elsewhere. */
export type Tool = {
  /** Under which its place is remembered. */
  id: string;
  order: number;
  component: Preloadable<ToolProps>;
  /** The namespaces that it says itself with; they come with its script. */
  texts: readonly Namespace[];
  shown?: (overview: Overview) => boolean;
  /** What it opens is fetched while nothing else goes on: then it is there at once, and also without a network. */
  prepare?: () => Promise<unknown>;
};

export const tools = collect(
  import.meta.glob<Tool | readonly Tool[]>('../features/*/*/tools.ts', { eager: true, import: 'default' }),
);
