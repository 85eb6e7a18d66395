import { Workflow } from 'lucide-react';
import type { RailEntry } from '@/sockets/rail';

export default {
  id: 'automations',
  order: 40,
  to: '/automations',
  label: 'edge/automations.label',
  icon: Workflow,
  permission: 'automations:read',
  keys: 'g a',
} satisfies RailEntry;
