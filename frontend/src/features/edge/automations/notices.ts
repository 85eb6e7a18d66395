import type { Notice } from '@/sockets/notices';

export default [
  { kind: 'automation', order: 20, label: 'edge/automations.notices.automation', mailed: true },
  { kind: 'automation_failed', order: 60, label: 'edge/automations.notices.automation_failed' },
] satisfies Notice[];
