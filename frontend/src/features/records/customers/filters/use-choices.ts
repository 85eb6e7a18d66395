import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { allFolders, allMembers, allTags } from '@/api/catalogues';
import type { FolderOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { type Choice, NO_FOLDER } from './parts';

export type Item = { id: string; name: string; colour?: string | null; hint?: string; depth?: number };

/** What one can choose for a part of the filter. Asked for only where that part is shown. */
export function useChoices(choice: Choice | null): { items: Item[]; isPending: boolean } {
  const { t } = useTranslation(['records/customers', 'records/customers/shared', 'records/folders']);
  const inFolders = choice === 'folder' || choice === 'status';
  const inTags = choice === 'allTags' || choice === 'anyTags';
  const inMembers = choice === 'owner' || choice === 'worker';
  const folders = useQuery({ ...allFolders, enabled: inFolders });
  const tags = useQuery({ ...allTags, enabled: inTags });
  const members = useQuery({ ...allMembers, enabled: useMay('members:read') && inMembers });
  return useMemo(() => {
    if (choice === 'lifecycle') {
      const items = (['prospect', 'customer'] as const).map((id) => ({
        id,
        name: t(`records/customers/shared:lifecycle.${id}`),
      }));
      return { items, isPending: false };
    }
    if (inTags) return { items: tags.data ?? [], isPending: tags.isPending };
    if (inMembers)
      return {
        items: (members.data ?? []).map(({ id, name, email }) => ({ id, name, hint: email })),
        isPending: members.isLoading,
      };
    const all = folders.data ?? [];
    const items =
      choice === 'folder'
        ? [...inOrder(all), { id: NO_FOLDER, name: t('records/folders:none'), colour: null }]
        : all.flatMap(({ name: folder, statuses }) =>
            statuses.map(({ id, name, colour }) => ({ id, name, colour, hint: folder })),
          );
    return { items: choice ? items : [], isPending: folders.isPending && inFolders };
  }, [choice, inTags, inMembers, inFolders, folders.data, folders.isPending, tags, members, t]);
}

/** Folders as the tree shows them, each below its parent. */
function inOrder(folders: readonly FolderOut[], parent: string | null = null, depth = 0): Item[] {
  const known = new Set(folders.map(({ id }) => id));
  return folders
    .filter(({ parent_id }) => (parent_id && known.has(parent_id) ? parent_id : null) === parent)
    .flatMap(({ id, name, colour }) => [{ id, name, colour, depth }, ...inOrder(folders, id, depth + 1)]);
}
