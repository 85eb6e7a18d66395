import { preloadable } from '@/lib/preloadable';
import type { ProfileEntry } from '@/sockets/profile';

export default {
  id: 'timeline',
  order: 40,
  label: 'records/timeline.profile',
  component: preloadable(() => import('./section')),
  texts: ['records/timeline', 'records/notes'],
} satisfies ProfileEntry;
