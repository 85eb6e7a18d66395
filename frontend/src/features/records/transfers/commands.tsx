import { useNavigate } from '@tanstack/react-router';
import { FileDown, FileUp } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { useCommands } from '@/lib/commands';

const ExportDialog = lazy(() => import('./shared/export-dialog'));

/** Importing and exporting from everywhere, by the palette. */
export default function ImportCommands() {
  const { t } = useTranslation('records/transfers/imports');
  const navigate = useNavigate();
  const [exporting, setExporting] = useState(false);
  const [mayImport, mayExport] = [useMay('customers:import'), useMay('customers:export')];
  const group = t('commands.group');
  useCommands([
    ...(mayImport
      ? [
          {
            id: 'imports.new',
            label: t('commands.import'),
            keywords: t('commands.importWords'),
            icon: FileUp,
            group,
            run: () => void navigate({ to: '/imports/new' }),
          },
        ]
      : []),
    ...(mayExport
      ? [
          {
            id: 'exports.everyone',
            label: t('exports.everyone'),
            keywords: t('commands.exportWords'),
            icon: FileDown,
            group,
            run: () => setExporting(true),
          },
        ]
      : []),
  ]);
  return <Suspense>{exporting && <ExportDialog filter={{}} onClose={() => setExporting(false)} />}</Suspense>;
}
