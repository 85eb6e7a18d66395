import { Ellipsis, Merge, Pencil, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TagGroupOut, TagOut } from '@/api/gen/types.gen';
import { MoveItems, SortRow } from '@/components/sort-row';
import { formatNumber } from '@/lib/format';
import { putAt, putBeside } from '@/lib/order';
import { Dot } from '@/ui/chip';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem, MenuRule } from '@/ui/menu';
import { sortTags, useOrderTags } from './changes';
import type { TagAction } from './page';

type Props = {
  /** Null: tags of no group. */
  group: TagGroupOut | null;
  tags: readonly TagOut[];
  usage: ReadonlyMap<string | null, number>;
  sortable: boolean;
  onAction: (action: TagAction) => void;
};

/** One group and its tags; sorted by hand where the group is. */
export function TagGroup({ group, tags, usage, sortable, onAction }: Props) {
  const { t, i18n } = useTranslation(['records/tags/settings', 'components']);
  const by = group?.sort ?? 'name';
  const sorted = sortTags(tags, by);
  const ids = sorted.map(({ id }) => id);
  const order = useOrderTags(tags);
  const byHand = by === 'position' && sortable;
  const name = group?.name ?? t('groups.none');
  return (
    <section aria-label={name} className="mt-4">
      <div className="flex min-h-9 items-center gap-2">
        {group && <Dot colour={group.colour} />}
        <h2 className="min-w-0 flex-1 truncate font-medium text-sm">{name}</h2>
        {group && (
          <>
            <IconButton
              size="sm"
              icon={Plus}
              label={t('newIn', { name })}
              onClick={() => onAction({ kind: 'newTag', group })}
            />
            <Menu align="end" trigger={<IconButton size="sm" icon={Ellipsis} label={t('actionsOf', { name })} />}>
              <MenuItem icon={Pencil} onClick={() => onAction({ kind: 'editGroup', group })}>
                {t('edit')}
              </MenuItem>
              <MenuItem icon={Trash2} danger onClick={() => onAction({ kind: 'deleteGroup', group })}>
                {t('components:delete')}
              </MenuItem>
            </Menu>
          </>
        )}
      </div>
      {sorted.length === 0 ? (
        <p className="border-t py-2 text-muted text-sm">{t('groups.noTags')}</p>
      ) : (
        <ul className="divide-y border-y">
          {sorted.map((tag, index) => (
            <SortRow
              key={tag.id}
              kind={`tag.${group?.id}`}
              id={tag.id}
              fixed={!byHand}
              onDrop={(source, place) => place !== 'inside' && order.mutate(putBeside(ids, source, tag.id, place))}
            >
              <Dot colour={tag.colour} className="ms-1.5" />
              <span className="min-w-0 flex-1 truncate text-sm">{tag.name}</span>
              <span className="text-muted text-xs tabular-nums">
                {t('usage', {
                  count: usage.get(tag.id) ?? 0,
                  formatted: formatNumber(usage.get(tag.id) ?? 0, i18n.resolvedLanguage),
                })}
              </span>
              <Menu
                align="end"
                trigger={<IconButton size="sm" icon={Ellipsis} label={t('actionsOf', { name: tag.name })} />}
              >
                <MenuItem icon={Pencil} onClick={() => onAction({ kind: 'editTag', tag })}>
                  {t('edit')}
                </MenuItem>
                <MenuItem icon={Merge} onClick={() => onAction({ kind: 'merge', tag })}>
                  {t('merge')}
                </MenuItem>
                {byHand && (
                  <MoveItems index={index} count={ids.length} onMove={(to) => order.mutate(putAt(ids, tag.id, to))} />
                )}
                <MenuRule />
                <MenuItem icon={Trash2} danger onClick={() => onAction({ kind: 'deleteTag', tag })}>
                  {t('components:delete')}
                </MenuItem>
              </Menu>
            </SortRow>
          ))}
        </ul>
      )}
    </section>
  );
}
