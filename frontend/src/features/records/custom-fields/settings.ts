import { Braces } from 'lucide-react';
import type { SettingsEntry } from '@/sockets/settings';

export default {
  id: 'custom-fields',
  order: 50,
  to: '/settings/custom-fields',
  label: 'records/custom-fields.settings',
  icon: Braces,
  permission: 'custom_fields:manage',
} satisfies SettingsEntry;
