import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { allFolders, allViews } from '@/api/catalogues';
import type { ViewOut } from '@/api/gen/types.gen';
import ViewDialog from '@/features/records/customers/shared/view-dialog';
import { filtersOf, PLAIN } from './address';
import { useWorkspace } from './use-workspace';

/** Keeps the filters of the list under a name. */
export default function SaveView({ view, onClose }: { view?: ViewOut; onClose: () => void }) {
  const { t } = useTranslation('records/workspace');
  const { search, setSearch } = useWorkspace();
  const client = useQueryClient();
  const folders = useQuery(allFolders);
  return (
    <ViewDialog
      title={t('views.save')}
      text={t('views.saveText')}
      sharedLabel={t('views.shared')}
      sharedHint={t('views.shareText')}
      contents={{ filters: filtersOf(search, folders.data ?? [], view?.filters), sort: view?.sort }}
      onSaved={async ({ id }) => {
        await client.invalidateQueries({ queryKey: allViews.queryKey });
        setSearch({ ...PLAIN, view: id });
      }}
      onClose={onClose}
    />
  );
}
