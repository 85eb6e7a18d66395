import { KeyRound } from 'lucide-react';
import type { SettingsEntry } from '@/sockets/settings';

export default {
  id: 'api-keys',
  order: 100,
  to: '/settings/api-keys',
  label: 'edge/api-keys.settings',
  icon: KeyRound,
  permission: 'api_keys:manage',
} satisfies SettingsEntry;
