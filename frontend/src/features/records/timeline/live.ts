import type { LiveReads } from '@/sockets/live';

export default { ofCustomer: ['listTimeline'] } satisfies LiveReads;
