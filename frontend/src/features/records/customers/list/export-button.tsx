import { FileDown } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerFilter } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { IconButton } from '@/ui/icon-button';

const ExportDialog = lazy(() => import('@/features/records/transfers/shared/export-dialog'));

/** What the list shows, into a file. */
export function ExportButton({ filter, total }: { filter: CustomerFilter; total: number | null }) {
  const { t } = useTranslation('records/customers');
  const [open, setOpen] = useState(false);
  if (!useMay('customers:export')) return null;
  return (
    <>
      <IconButton icon={FileDown} label={t('list.export')} onClick={() => setOpen(true)} />
      <Suspense>{open && <ExportDialog filter={filter} total={total} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
