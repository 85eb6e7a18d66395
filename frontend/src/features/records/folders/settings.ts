import { Folder } from 'lucide-react';
import type { SettingsEntry } from '@/sockets/settings';

export default {
  id: 'folders',
  order: 40,
  to: '/settings/folders',
  label: 'records/folders.settings',
  icon: Folder,
  permission: 'folders:manage',
} satisfies SettingsEntry;
