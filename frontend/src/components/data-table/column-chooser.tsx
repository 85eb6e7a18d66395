import { Columns3 } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button';
import { Popover } from '@/ui/popover';
import { SkeletonLines } from '@/ui/skeleton';
import type { Column, Layout } from './layout';

const ColumnList = lazy(() => import('./column-list'));

type Props<T> = { columns: readonly Column<T>[]; layout: Layout; onLayoutChange: (layout: Layout) => void };

/** Which columns are shown, and in which order. */
export function ColumnChooser<T>({ columns, layout, onLayoutChange }: Props<T>) {
  const { t } = useTranslation('components');
  return (
    <Popover
      title={t('table.columns')}
      showTitle
      align="end"
      className="w-72"
      trigger={
        <Button variant="quiet">
          <Columns3 size={16} aria-hidden />
          <span className="max-sm:sr-only">{t('table.columns')}</span>
        </Button>
      }
    >
      <Suspense fallback={<SkeletonLines lines={6} />}>
        <ColumnList columns={columns as readonly Column<never>[]} layout={layout} onLayoutChange={onLayoutChange} />
      </Suspense>
    </Popover>
  );
}
