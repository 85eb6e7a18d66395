import { preloadable } from '@/lib/preloadable';
import type { Tool } from '@/sockets/tools';

export default [
  {
    id: 'workers',
    order: 10,
    component: preloadable(() => import('./tools/workers')),
    texts: ['records/customers/shared'],
  },
  {
    id: 'delete',
    order: 90,
    component: preloadable(() => import('./tools/delete')),
    texts: ['records/customers/shared'],
  },
] satisfies Tool[];
