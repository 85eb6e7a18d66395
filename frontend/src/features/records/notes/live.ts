import type { LiveReads } from '@/sockets/live';

export default { ofKind: { note: ['listNotes'] } } satisfies LiveReads;
