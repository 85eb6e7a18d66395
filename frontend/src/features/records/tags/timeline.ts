import { Tag } from 'lucide-react';
import type { TimelineKind } from '@/sockets/timeline';

export default { kind: 'tag', order: 30, label: 'records/tags.timeline.tag', icon: Tag } satisfies TimelineKind;
