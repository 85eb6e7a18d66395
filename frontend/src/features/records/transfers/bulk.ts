import { Download } from 'lucide-react';
import { lazy } from 'react';
import type { BulkEntry } from '@/sockets/bulk';

export default {
  id: 'export',
  order: 100,
  label: 'records/transfers.bulk',
  icon: Download,
  permission: 'customers:export',
  dialog: lazy(() => import('./exports/bulk')),
} satisfies BulkEntry;
