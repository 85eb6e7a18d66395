import { preloadable } from '@/lib/preloadable';
import type { ProfileEntry } from '@/sockets/profile';

export default {
  id: 'contact',
  order: 10,
  component: preloadable(() => import('./profile/contact')),
  texts: ['records/customers/shared', 'records/custom-fields'],
  early: true,
  prepare: () => import('./shared/contacts-dialog'),
} satisfies ProfileEntry;
