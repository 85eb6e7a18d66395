import { ScrollText } from 'lucide-react';
import type { SettingsEntry } from '@/sockets/settings';

export default {
  id: 'audit',
  order: 130,
  to: '/settings/audit',
  label: 'access/audit.settings',
  icon: ScrollText,
  permission: 'audit:read',
} satisfies SettingsEntry;
