import type { LiveReads } from '@/sockets/live';

export default { ofWorkspace: ['listCustomFields'] } satisfies LiveReads;
