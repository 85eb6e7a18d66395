import { PenLine } from 'lucide-react';
import type { TimelineKind } from '@/sockets/timeline';

export default {
  kind: 'field',
  order: 40,
  label: 'records/custom-fields.timeline.field',
  icon: PenLine,
} satisfies TimelineKind;
