import type { LiveReads } from '@/sockets/live';

export default {
  lists: ['listCustomers', 'countCustomers'],
  ofCustomer: ['getCustomer'],
  ofWorkspace: ['listViews'],
} satisfies LiveReads;
