import type { Notice } from '@/sockets/notices';

export default [
  { kind: 'credits_low', order: 70, label: 'billing/credits.notices.credits_low' },
  { kind: 'credits_top_up', order: 80, label: 'billing/credits.notices.credits_top_up' },
  { kind: 'credits_check', order: 90, label: 'billing/credits.notices.credits_check' },
] satisfies Notice[];
