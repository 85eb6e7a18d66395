import type { Notice } from '@/sockets/notices';

export default { kind: 'mention', order: 10, label: 'records/notes.notices.mention', mailed: true } satisfies Notice;
