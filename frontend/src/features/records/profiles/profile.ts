import { preloadable } from '@/lib/preloadable';
import type { ProfileEntry } from '@/sockets/profile';

export default {
  id: 'channels',
  order: 20,
  component: preloadable(() => import('./channels/block')),
  texts: ['records/profiles'],
} satisfies ProfileEntry;
