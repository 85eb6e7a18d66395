import type { Notice } from '@/sockets/notices';

export default { kind: 'assignment', order: 30, label: 'records/customers.notices.assignment' } satisfies Notice;
