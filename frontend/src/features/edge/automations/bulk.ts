import { Play } from 'lucide-react';
import { lazy } from 'react';
import type { BulkEntry } from '@/sockets/bulk';

export default {
  id: 'automation',
  order: 90,
  label: 'edge/automations.bulk',
  icon: Play,
  permission: 'automations:run',
  dialog: lazy(() => import('./manual/bulk')),
} satisfies BulkEntry;
