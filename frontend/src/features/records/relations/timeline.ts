import { Link2 } from 'lucide-react';
import type { TimelineKind } from '@/sockets/timeline';

export default {
  kind: 'relation',
  order: 70,
  label: 'records/relations.timeline.relation',
  icon: Link2,
} satisfies TimelineKind;
