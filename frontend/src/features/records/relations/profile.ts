import { preloadable } from '@/lib/preloadable';
import type { ProfileEntry } from '@/sockets/profile';
import { showsSection } from '@/sockets/record';

export default {
  id: 'related',
  order: 60,
  label: 'records/relations.profile',
  component: preloadable(() => import('./section')),
  texts: ['records/relations'],
  count: ({ counts }) => counts.relations,
  shown: (overview) => showsSection(overview, 'related_customers'),
} satisfies ProfileEntry;
