import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FolderOut } from '@/api/gen/types.gen';
import { putAt } from '@/lib/order';
import { asTree, withDescendants } from '@/lib/tree';
import { Button } from '@/ui/button';
import { Combobox, type Option } from '@/ui/combobox';
import { Dialog } from '@/ui/dialog';
import { Field } from '@/ui/field';
import { useMoveFolder } from './actions';

type Props = { folder: FolderOut; folders: readonly FolderOut[]; onClose: () => void };

/** Puts a folder into another one, or to the top. */
export default function MoveDialog({ folder, folders, onClose }: Props) {
  const { t } = useTranslation(['records/folders/settings', 'components']);
  const move = useMoveFolder();
  const top: Option = { id: '', name: t('top') };
  const own = withDescendants(folders, folder.id);
  const options: Option[] = [
    top,
    ...asTree(folders)
      .filter(({ folder: { id } }) => !own.has(id))
      .map(({ folder: { id, name, colour } }) => ({ id, name, colour })),
  ];
  const [target, setTarget] = useState<Option>(options.find(({ id }) => id === folder.parent_id) ?? top);
  const parentId = target.id || null;
  const go = () => {
    const siblings = folders.filter(({ parent_id }) => parent_id === parentId).map(({ id }) => id);
    move.mutate({ id: folder.id, parentId, newParent: true, order: putAt(siblings, folder.id, siblings.length) });
    onClose();
  };
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t('moveTitle', { name: folder.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button variant="primary" disabled={parentId === folder.parent_id} onClick={go}>
            {t('move')}
          </Button>
        </>
      }
    >
      <Field label={t('into')}>
        <Combobox items={options} value={target} onValueChange={(next) => setTarget(next ?? top)} />
      </Field>
    </Dialog>
  );
}
