import { useMutation, useQueryClient } from '@tanstack/react-query';
import { allFolders } from '@/api/catalogues';
import { listFoldersQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { reorderFolders, reorderStatuses, updateFolder } from '@/api/gen/sdk.gen';
import type { FolderOut } from '@/api/gen/types.gen';
import { writeAhead } from '@/lib/optimistic';
import { inOrder } from '@/lib/order';

export type FolderMove = {
  id: string;
  parentId: string | null;
  /** It lay elsewhere before. */
  newParent: boolean;
  /** All folders of the parent, in their new order. */
  order: string[];
};

/** Refetches whatever shows folders. */
export function useFoldersChanged() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: listFoldersQueryKey() });
}

/** Puts a folder into another, or elsewhere among its neighbours; shown at once. */
export function useMoveFolder() {
  const client = useQueryClient();
  const changed = useFoldersChanged();
  return useMutation({
    mutationFn: async ({ id, parentId, newParent, order }: FolderMove) => {
      if (newParent) await updateFolder({ path: { folder_id: id }, body: { parent_id: parentId }, throwOnError: true });
      await reorderFolders({ body: { parent_id: parentId, folder_ids: order }, throwOnError: true });
    },
    onMutate: ({ id, parentId, order }) =>
      writeAhead<FolderOut[]>(client, [allFolders.queryKey], (folders) =>
        folders.map((folder) => ({
          ...folder,
          parent_id: folder.id === id ? parentId : folder.parent_id,
          position: order.includes(folder.id) ? order.indexOf(folder.id) : folder.position,
        })),
      ),
    onError: (_error, _move, done) => done?.undo(),
    onSettled: changed,
  });
}

/** Puts the statuses of a folder into another order; shown at once. */
export function useOrderStatuses(folderId: string) {
  const client = useQueryClient();
  const changed = useFoldersChanged();
  return useMutation({
    mutationFn: (ids: string[]) =>
      reorderStatuses({ path: { folder_id: folderId }, body: { status_ids: ids }, throwOnError: true }),
    onMutate: (ids) =>
      writeAhead<FolderOut[]>(client, [allFolders.queryKey], (folders) =>
        folders.map((folder) =>
          folder.id === folderId ? { ...folder, statuses: inOrder(folder.statuses, ids) } : folder,
        ),
      ),
    onError: (_error, _ids, done) => done?.undo(),
    onSettled: changed,
  });
}
