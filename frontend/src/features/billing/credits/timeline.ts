import { CircleDot } from 'lucide-react';
import type { TimelineKind } from '@/sockets/timeline';

export default {
  kind: 'credits',
  order: 100,
  label: 'billing/credits.timeline.credits',
  icon: CircleDot,
} satisfies TimelineKind;
