import type { LiveReads } from '@/sockets/live';

export default { ofKind: { relation: ['listRelations'] } } satisfies LiveReads;
