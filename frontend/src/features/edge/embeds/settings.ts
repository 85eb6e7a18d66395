import { Code } from 'lucide-react';
import type { SettingsEntry } from '@/sockets/settings';

export default {
  id: 'embeds',
  order: 110,
  to: '/settings/embeds',
  label: 'edge/embeds.settings',
  icon: Code,
  permission: 'embeds:read',
} satisfies SettingsEntry;
