import type { LiveReads } from '@/sockets/live';

export default { ofCustomer: ['getOverview'] } satisfies LiveReads;
