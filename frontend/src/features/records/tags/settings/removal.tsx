import { useTranslation } from 'react-i18next';
import { deleteTag, deleteTagGroup } from '@/api/gen/sdk.gen';
import type { TagGroupOut, TagOut } from '@/api/gen/types.gen';
import { Confirm } from '@/components/confirm';
import { notify } from '@/ui/toast/manager';
import { useTagsChanged } from './changes';

/** Says how many customers lose the tag before they do. */
export function RemoveTag({ tag, customers, onClose }: { tag: TagOut; customers: number; onClose: () => void }) {
  const { t } = useTranslation(['records/tags/settings', 'components']);
  const changed = useTagsChanged();
  return (
    <Confirm
      open
      onOpenChange={onClose}
      danger
      title={t('deleteTitle', { name: tag.name })}
      text={t('deleteText', { count: customers })}
      confirmLabel={t('components:delete')}
      onConfirm={async (force) => {
        await deleteTag({ path: { tag_id: tag.id }, query: { force }, throwOnError: true });
        await changed();
        notify({ title: t('deleted', { name: tag.name }) });
      }}
    />
  );
}

export function RemoveTagGroup({ group, onClose }: { group: TagGroupOut; onClose: () => void }) {
  const { t } = useTranslation(['records/tags/settings', 'components']);
  const changed = useTagsChanged();
  return (
    <Confirm
      open
      onOpenChange={onClose}
      danger
      title={t('deleteTitle', { name: group.name })}
      text={t('groups.deleteText')}
      confirmLabel={t('components:delete')}
      onConfirm={async () => {
        await deleteTagGroup({ path: { group_id: group.id }, throwOnError: true });
        await changed();
        notify({ title: t('deleted', { name: group.name }) });
      }}
    />
  );
}
