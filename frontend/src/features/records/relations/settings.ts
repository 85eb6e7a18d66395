import { Waypoints } from 'lucide-react';
import type { SettingsEntry } from '@/sockets/settings';

export default {
  id: 'relations',
  order: 70,
  to: '/settings/relations',
  label: 'records/relations.settings',
  icon: Waypoints,
  permission: 'custom_fields:manage',
} satisfies SettingsEntry;
