import type { LiveReads } from '@/sockets/live';

export default { ofCustomer: ['getCustomerFeatures'], ofWorkspace: ['listFeatures', 'listPlans'] } satisfies LiveReads;
