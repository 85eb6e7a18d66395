import { preloadable } from '@/lib/preloadable';
import type { Tool } from '@/sockets/tools';

export default {
  id: 'run',
  order: 50,
  component: preloadable(() => import('./manual/tool')),
  texts: ['edge/automations/shared'],
} satisfies Tool;
