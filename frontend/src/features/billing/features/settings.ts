import { ToggleRight } from 'lucide-react';
import type { SettingsEntry } from '@/sockets/settings';

export default {
  id: 'features',
  order: 90,
  to: '/settings/features',
  label: 'billing/features.settings',
  icon: ToggleRight,
  permission: 'workspace:manage',
} satisfies SettingsEntry;
