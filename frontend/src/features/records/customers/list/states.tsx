import { Link } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { ProblemNotice } from '@/components/problem';
import { Button, buttonLook } from '@/ui/button';
import { RowSkeletons } from './row-skeletons';
import type { Place } from './use-place';
import type { Rows } from './use-rows';

type Props = {
  place: Place;
  rows: Rows;
  ready: boolean;
  narrowed: boolean;
  onReset: () => void;
  onCreate: () => void;
};

/** What stands in place of rows: that they are on their way, that they cannot be shown, or why there are none. */
export function ListState({ place, rows, ready, narrowed, onReset, onCreate }: Props) {
  const { t } = useTranslation(['records/customers', 'records/customers/shared']);
  const mayWrite = useMay('customers:write');
  const mayImport = useMay('customers:import');
  if (rows.items.length > 0) return null;
  if (!ready || rows.isPending) return <RowSkeletons />;
  if (rows.isError) return <ProblemNotice error={rows.error} retry={() => void rows.refetch()} className="m-gutter" />;
  if (narrowed)
    return (
      <EmptyState
        kind="match"
        title={t('list.noMatch')}
        text={t('list.noMatchText')}
        actions={
          <>
            {place.edited && <Button onClick={onReset}>{t('views.reset')}</Button>}
            <Button onClick={() => place.setFilter(place.inTrash ? { trashed: true } : {})}>{t('list.clear')}</Button>
          </>
        }
      />
    );
  if (place.inTrash) return <EmptyState icon={Trash2} title={t('trash.empty')} text={t('trash.emptyText')} />;
  const prospects = place.tab === 'prospects';
  return (
    <EmptyState
      title={t(prospects ? 'list.firstProspect' : 'list.first')}
      text={t(prospects ? 'list.firstProspectText' : 'list.firstText')}
      actions={
        <>
          {mayImport && (
            <Link to="/imports/new" className={buttonLook()}>
              {t('list.import')}
            </Link>
          )}
          {mayWrite && (
            <Button variant="primary" onClick={onCreate}>
              {t(prospects ? 'records/customers/shared:create.prospect' : 'records/customers/shared:create.customer')}
            </Button>
          )}
        </>
      }
    />
  );
}
