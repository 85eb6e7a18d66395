import { preloadable } from '@/lib/preloadable';
import type { Tool } from '@/sockets/tools';

export default {
  id: 'tags',
  order: 30,
  component: preloadable(async () => ({ default: (await import('./shared/tool')).TagsTool })),
  texts: ['records/tags'],
  prepare: () => import('./shared/dialog'),
} satisfies Tool;
