import { preloadable } from '@/lib/preloadable';
import type { ProfileEntry } from '@/sockets/profile';

export default {
  id: 'fields',
  order: 30,
  component: preloadable(async () => ({ default: (await import('./shared/fields')).Fields })),
  texts: ['records/custom-fields'],
} satisfies ProfileEntry;
