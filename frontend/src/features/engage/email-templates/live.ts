import type { LiveReads } from '@/sockets/live';

export default { ofWorkspace: ['listEmailTemplates'] } satisfies LiveReads;
