import { Radio } from 'lucide-react';
import type { TimelineKind } from '@/sockets/timeline';

export default {
  kind: 'profile',
  order: 80,
  label: 'records/profiles.timeline.profile',
  icon: Radio,
} satisfies TimelineKind;
