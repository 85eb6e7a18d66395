import type { LiveReads } from '@/sockets/live';

export default { ofNotifications: ['listNotifications', 'countNotifications'] } satisfies LiveReads;
