import { UserRound, Users } from 'lucide-react';
import type { TimelineKind } from '@/sockets/timeline';

export default [
  { kind: 'customer', order: 10, label: 'records/customers.timeline.customer', icon: UserRound },
  { kind: 'work', order: 90, label: 'records/customers.timeline.work', icon: Users },
] satisfies TimelineKind[];
