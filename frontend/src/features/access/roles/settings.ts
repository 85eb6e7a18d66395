import { ShieldCheck } from 'lucide-react';
import type { SettingsEntry } from '@/sockets/settings';

export default {
  id: 'roles',
  order: 30,
  to: '/settings/roles',
  label: 'access/roles.settings',
  icon: ShieldCheck,
  permission: 'members:read',
} satisfies SettingsEntry;
