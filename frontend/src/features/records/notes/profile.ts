import { NotebookPen } from 'lucide-react';
import { preloadable } from '@/lib/preloadable';
import type { ProfileEntry } from '@/sockets/profile';
import { mayWith } from '@/sockets/record';

export default {
  id: 'notes',
  order: 50,
  label: 'records/notes.profile',
  component: preloadable(() => import('./section')),
  texts: ['records/notes'],
  count: ({ counts }) => counts.notes,
  command: {
    id: 'customer.note',
    label: 'records/notes.write',
    keys: 'n',
    icon: NotebookPen,
    allowed: (overview) => mayWith(overview, 'note'),
  },
} satisfies ProfileEntry;
