import { Mails } from 'lucide-react';
import type { SettingsEntry } from '@/sockets/settings';

export default {
  id: 'email-templates',
  order: 80,
  to: '/settings/email-templates',
  label: 'engage/email-templates.settings',
  icon: Mails,
  permission: 'email_templates:read',
} satisfies SettingsEntry;
