import { Webhook } from 'lucide-react';
import type { SettingsEntry } from '@/sockets/settings';

export default {
  id: 'webhooks',
  order: 120,
  to: '/settings/webhooks',
  label: 'edge/webhooks.settings',
  icon: Webhook,
  permission: 'webhooks:read',
} satisfies SettingsEntry;
