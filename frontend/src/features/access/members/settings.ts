import { Users } from 'lucide-react';
import type { SettingsEntry } from '@/sockets/settings';

export default {
  id: 'members',
  order: 20,
  to: '/settings/members',
  label: 'access/members.settings',
  icon: Users,
  permission: 'members:read',
} satisfies SettingsEntry;
