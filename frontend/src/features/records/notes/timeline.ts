import { FileText } from 'lucide-react';
import type { TimelineKind } from '@/sockets/timeline';

export default { kind: 'note', order: 20, label: 'records/notes.timeline.note', icon: FileText } satisfies TimelineKind;
