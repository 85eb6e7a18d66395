import type { LiveReads } from '@/sockets/live';

export default { ofCustomer: ['getCustomerQuota'], ofWorkspace: ['getMetering'] } satisfies LiveReads;
