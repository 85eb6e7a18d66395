import { PanelsTopLeft } from 'lucide-react';
import type { RailEntry } from '@/sockets/rail';

export default {
  id: 'workspace',
  order: 10,
  to: '/w',
  label: 'records/workspace.label',
  icon: PanelsTopLeft,
  permission: 'customers:read',
  keys: 'g w',
} satisfies RailEntry;
