import { Ellipsis, FolderInput, FolderPlus, Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FolderOut } from '@/api/gen/types.gen';
import { MoveItems, SortRow } from '@/components/sort-row';
import { type Place, putAt, putBeside } from '@/lib/order';
import { asTree, withDescendants } from '@/lib/tree';
import { Dot } from '@/ui/chip';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem, MenuRule } from '@/ui/menu';
import { useMoveFolder } from './actions';
import type { FolderAction } from './page';

type Props = {
  folders: readonly FolderOut[];
  current?: string;
  onOpen: (folder: FolderOut) => void;
  onAction: (action: FolderAction) => void;
};

/** Every folder with what lies in it: dropped beside another it takes its place, dropped on it, it goes into it. */
export function FolderTree({ folders, current, onOpen, onAction }: Props) {
  const { t } = useTranslation(['records/folders/settings', 'components']);
  const move = useMoveFolder();
  const rows = asTree(folders);
  const childrenOf = (parentId: string | null) =>
    rows.filter(({ folder }) => folder.parent_id === parentId).map(({ folder }) => folder.id);

  const drop = (target: FolderOut, source: string, place: Place) => {
    const parentId = place === 'inside' ? target.id : target.parent_id;
    const siblings = childrenOf(parentId);
    const newParent = folders.find(({ id }) => id === source)?.parent_id !== parentId;
    const order =
      place === 'inside' ? putAt(siblings, source, siblings.length) : putBeside(siblings, source, target.id, place);
    move.mutate({ id: source, parentId, newParent, order });
  };
  return (
    <ul aria-label={t('title')} className="divide-y border-y">
      {rows.map(({ folder, depth }) => {
        const siblings = childrenOf(folder.parent_id);
        const name = folder.name;
        return (
          <SortRow
            key={folder.id}
            kind="folder"
            id={folder.id}
            inside
            depth={depth}
            accepts={(source) => !withDescendants(folders, source).has(folder.id)}
            onDrop={(source, place) => drop(folder, source, place)}
          >
            <button
              type="button"
              aria-current={folder.id === current || undefined}
              onClick={() => onOpen(folder)}
              className="flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 text-start text-sm hover:bg-hover aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-accent-ink"
            >
              <Dot colour={folder.colour} />
              <span className="min-w-0 flex-1 truncate">{name}</span>
              <span className="text-muted text-xs tabular-nums">
                {t('statusCount', { count: folder.statuses.length })}
              </span>
            </button>
            <Menu align="end" trigger={<IconButton size="sm" icon={Ellipsis} label={t('actionsOf', { name })} />}>
              <MenuItem icon={Pencil} onClick={() => onAction({ kind: 'edit', folder })}>
                {t('edit')}
              </MenuItem>
              <MenuItem icon={FolderPlus} onClick={() => onAction({ kind: 'create', parent: folder })}>
                {t('newInside')}
              </MenuItem>
              <MenuItem icon={FolderInput} onClick={() => onAction({ kind: 'move', folder })}>
                {t('moveTo')}
              </MenuItem>
              <MoveItems
                index={siblings.indexOf(folder.id)}
                count={siblings.length}
                onMove={(to) =>
                  move.mutate({
                    id: folder.id,
                    parentId: folder.parent_id,
                    newParent: false,
                    order: putAt(siblings, folder.id, to),
                  })
                }
              />
              <MenuRule />
              <MenuItem icon={Trash2} danger onClick={() => onAction({ kind: 'delete', folder })}>
                {t('components:delete')}
              </MenuItem>
            </Menu>
          </SortRow>
        );
      })}
    </ul>
  );
}
