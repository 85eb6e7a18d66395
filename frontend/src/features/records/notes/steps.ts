import { StickyNote } from 'lucide-react';
import { preloadable } from '@/lib/preloadable';
import { type StepEntry, shortened } from '@/sockets/steps';

export default {
  kind: 'create_note',
  order: 70,
  label: 'records/notes.steps.create_note.title',
  icon: StickyNote,
  form: preloadable(() => import('./step-form')),
  texts: ['records/notes'],
  shows: ['body'],
  says: ({ body }, { say, text }) => say('records/notes.steps.create_note.says', { text: shortened(text(body)) }),
  leaves: ['note_id'],
} satisfies StepEntry;
