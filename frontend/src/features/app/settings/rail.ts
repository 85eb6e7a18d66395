import { Settings } from 'lucide-react';
import type { RailEntry } from '@/sockets/rail';

export default {
  id: 'settings',
  order: 90,
  to: '/settings',
  label: 'app/settings.label',
  icon: Settings,
  permission: 'members:read',
  keys: 'g s',
  place: 'end',
} satisfies RailEntry;
