import { Users } from 'lucide-react';
import type { RailEntry } from '@/sockets/rail';

export default {
  id: 'customers',
  order: 20,
  to: '/customers',
  label: 'records/customers.label',
  icon: Users,
  permission: 'customers:read',
  keys: 'g c',
} satisfies RailEntry;
