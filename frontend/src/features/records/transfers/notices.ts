import type { Notice } from '@/sockets/notices';

export default {
  kind: 'import_finished',
  order: 40,
  label: 'records/transfers.notices.import_finished',
} satisfies Notice;
