import { Building2 } from 'lucide-react';
import type { SettingsEntry } from '@/sockets/settings';

export default {
  id: 'workspace',
  order: 10,
  to: '/settings/workspace',
  label: 'access/workspaces.settings',
  icon: Building2,
  permission: 'workspace:manage',
} satisfies SettingsEntry;
