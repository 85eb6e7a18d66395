import { Tags } from 'lucide-react';
import type { SettingsEntry } from '@/sockets/settings';

export default {
  id: 'tags',
  order: 60,
  to: '/settings/tags',
  label: 'records/tags.settings',
  icon: Tags,
  permission: 'tags:manage',
} satisfies SettingsEntry;
