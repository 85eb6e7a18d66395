import type { LucideIcon } from 'lucide-react';
import type { ListTimelineData } from '@/api/gen/types.gen';
import { collect, type Name } from './collect';

export type KnownKind = NonNullable<NonNullable<ListTimelineData['query']>['kind']>[number];

/** A kind of event in the timeline: how it looks, and what it is called where kinds are chosen. */
export type TimelineKind = { kind: KnownKind; order: number; label: Name; icon: LucideIcon };

export const timelineKinds = collect(
  import.meta.glob<TimelineKind | readonly TimelineKind[]>('../features/*/*/timeline.ts', {
    eager: true,
    import: 'default',
  }),
);
