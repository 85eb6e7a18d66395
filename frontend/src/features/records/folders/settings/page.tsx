import { useQuery } from '@tanstack/react-query';
import { FolderPlus, Folder as FolderSign, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allFolders } from '@/api/catalogues';
import { deleteFolder } from '@/api/gen/sdk.gen';
import type { FolderOut } from '@/api/gen/types.gen';
import { Confirm } from '@/components/confirm';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { cn } from '@/lib/cn';
import { Button } from '@/ui/button';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { useFoldersChanged } from './actions';
import { FolderDetails } from './details';
import { FolderTree } from './tree';

const FolderDialog = lazy(() => import('./dialog'));
const MoveDialog = lazy(() => import('./move-dialog'));

export type FolderPart = 'statuses' | 'sections' | 'permissions';
export type FolderPlace = { folder?: string; part?: FolderPart };
export type FolderAction =
  | { kind: 'create'; parent: FolderOut | null }
  | { kind: 'edit' | 'move' | 'delete'; folder: FolderOut };

/** Folders in their order, and beside them what belongs to the chosen one. */
export function FoldersPage({ place, onPlace }: { place: FolderPlace; onPlace: (next: FolderPlace) => void }) {
  const { t } = useTranslation('records/folders/settings');
  const folders = useQuery(allFolders);
  const [action, setAction] = useState<FolderAction | null>(null);
  const close = () => setAction(null);
  const chosen = folders.data?.find(({ id }) => id === place.folder);
  const create = () => setAction({ kind: 'create', parent: null });
  return (
    <Page title={t('title')} width="wide">
      <PageHeader
        title={t('title')}
        text={t('text')}
        actions={
          <Button variant="primary" onClick={create}>
            <Plus size={16} aria-hidden />
            {t('new')}
          </Button>
        }
      />
      {folders.isPending && <SkeletonLines lines={8} className="mt-3" />}
      {folders.error && <ProblemNotice error={folders.error} retry={() => void folders.refetch()} />}
      {folders.data?.length === 0 && (
        <EmptyState
          icon={FolderPlus}
          title={t('empty')}
          text={t('emptyText')}
          actions={<Button onClick={create}>{t('new')}</Button>}
        />
      )}
      {folders.data && folders.data.length > 0 && (
        <div className="mt-2 flex gap-8">
          <div className={cn('min-w-0 flex-1', chosen && 'max-lg:hidden')}>
            <FolderTree
              folders={folders.data}
              current={chosen?.id}
              onOpen={(folder) => onPlace({ ...place, folder: folder.id })}
              onAction={setAction}
            />
          </div>
          <div className={cn('min-w-0 flex-1', !chosen && 'max-lg:hidden')}>
            {chosen ? (
              <FolderDetails
                key={chosen.id}
                folder={chosen}
                part={place.part ?? 'statuses'}
                onPart={(part) => onPlace({ ...place, part })}
                onBack={() => onPlace({ folder: undefined, part: undefined })}
                onEdit={() => setAction({ kind: 'edit', folder: chosen })}
              />
            ) : (
              <EmptyState icon={FolderSign} title={t('choose')} text={t('chooseText')} />
            )}
          </div>
        </div>
      )}
      <Suspense>
        {action?.kind === 'create' && <FolderDialog parent={action.parent} onClose={close} />}
        {action?.kind === 'edit' && <FolderDialog folder={action.folder} parent={null} onClose={close} />}
        {action?.kind === 'move' && <MoveDialog folder={action.folder} folders={folders.data ?? []} onClose={close} />}
      </Suspense>
      {action?.kind === 'delete' && <DeleteFolder folder={action.folder} onClose={close} />}
    </Page>
  );
}

function DeleteFolder({ folder, onClose }: { folder: FolderOut; onClose: () => void }) {
  const { t } = useTranslation(['records/folders/settings', 'components']);
  const changed = useFoldersChanged();
  return (
    <Confirm
      open
      onOpenChange={onClose}
      danger
      title={t('deleteTitle', { name: folder.name })}
      text={t('deleteText')}
      confirmLabel={t('components:delete')}
      onConfirm={async (force) => {
        await deleteFolder({ path: { folder_id: folder.id }, query: { force }, throwOnError: true });
        await changed();
        notify({ title: t('deleted', { name: folder.name }) });
      }}
    />
  );
}
