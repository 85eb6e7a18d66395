import type { Notice } from '@/sockets/notices';

export default { kind: 'job_failed', order: 50, label: 'engage/notifications.notices.job_failed' } satisfies Notice;
