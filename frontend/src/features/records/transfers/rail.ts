import { FileUp } from 'lucide-react';
import type { RailEntry } from '@/sockets/rail';

export default {
  id: 'imports',
  order: 30,
  to: '/imports',
  label: 'records/transfers.label',
  icon: FileUp,
  permission: 'customers:import',
  keys: 'g i',
} satisfies RailEntry;
