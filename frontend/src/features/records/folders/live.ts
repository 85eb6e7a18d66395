import type { LiveReads } from '@/sockets/live';

export default { ofWorkspace: ['listFolders', 'listStatuses'] } satisfies LiveReads;
