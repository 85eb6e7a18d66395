import { Link } from '@tanstack/react-router';
import { FileDown, FileUp } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { Button, buttonLook } from '@/ui/button';
import { tabLook } from '@/ui/tab-look';

const ExportDialog = lazy(() => import('./shared/export-dialog'));

/** What imports and exports share: heading, the two ways to begin, and the way from one list to the other. */
export function FilesFrame({ place, children }: { place: 'imports' | 'exports'; children: ReactNode }) {
  const { t } = useTranslation('records/transfers/imports');
  const [exporting, setExporting] = useState(false);
  const [mayImport, mayExport] = [useMay('customers:import'), useMay('customers:export')];
  const look = (here: boolean) => ({ className: tabLook, 'data-active': here ? '' : undefined });
  return (
    <Page title={t(place === 'imports' ? 'title' : 'exports.title')} width="wide" className="max-w-5xl">
      <PageHeader
        title={t('title')}
        text={t('text')}
        actions={
          <>
            {mayExport && (
              <Button onClick={() => setExporting(true)}>
                <FileDown size={16} aria-hidden />
                {t('exports.everyone')}
              </Button>
            )}
            {mayImport && (
              <Link to="/imports/new" className={buttonLook({ variant: 'primary' })}>
                <FileUp size={16} aria-hidden />
                {t('list.new')}
              </Link>
            )}
          </>
        }
      />
      {mayImport && mayExport && (
        <nav aria-label={t('title')} className="flex gap-1 border-b">
          <Link to="/imports" activeOptions={{ exact: true }} {...look(place === 'imports')}>
            {t('title')}
          </Link>
          <Link to="/imports/exports" {...look(place === 'exports')}>
            {t('exports.title')}
          </Link>
        </nav>
      )}
      {children}
      <Suspense>{exporting && <ExportDialog filter={{}} onClose={() => setExporting(false)} />}</Suspense>
    </Page>
  );
}

/** Shows the page to those who may, and to the others why they may not. */
export function Guarded({ permission, children }: { permission: string; children: ReactNode }) {
  const { t } = useTranslation('records/transfers/imports');
  if (useMay(permission)) return children;
  return (
    <Page title={t('title')} width="narrow">
      <PageHeader title={t('title')} />
      <EmptyState kind="permission" title={t('denied.title')} text={t('denied.text', { permission })} />
    </Page>
  );
}
