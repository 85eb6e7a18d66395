import { preloadable } from '@/lib/preloadable';
import { showsSection } from '@/sockets/record';
import type { Tool } from '@/sockets/tools';

export default {
  id: 'related',
  order: 40,
  component: preloadable(() => import('./tool')),
  texts: ['records/relations'],
  shown: (overview) => showsSection(overview, 'related_customers'),
} satisfies Tool;
