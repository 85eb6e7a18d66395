import type { LiveReads } from '@/sockets/live';

export default { ofWorkspace: ['listTags', 'listTagGroups'] } satisfies LiveReads;
