import type { LiveReads } from '@/sockets/live';

export default { ofKind: { profile: ['listProfiles'] } } satisfies LiveReads;
