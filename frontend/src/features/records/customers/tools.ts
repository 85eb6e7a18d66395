import { preloadable } from '@/lib/preloadable';
import type { Tool } from '@/sockets/tools';

export default [
  { id: 'workers', order: 10, component: preloadable(() => import('./tools/workers')) },
  { id: 'delete', order: 90, component: preloadable(() => import('./tools/delete')) },
] satisfies Tool[];
