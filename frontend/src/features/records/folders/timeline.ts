import { CircleDot, Folder } from 'lucide-react';
import type { TimelineKind } from '@/sockets/timeline';

export default [
  { kind: 'folder', order: 50, label: 'records/folders.timeline.folder', icon: Folder },
  { kind: 'status', order: 60, label: 'records/folders.timeline.status', icon: CircleDot },
] satisfies TimelineKind[];
