import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Archive, ArchiveRestore, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listCustomFieldsQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { archiveCustomField, restoreCustomField } from '@/api/gen/sdk.gen';
import type { CustomFieldOut } from '@/api/gen/types.gen';
import { Confirm } from '@/components/confirm';
import { UnmetList } from '@/components/problem';
import { MoveItems, SortRow } from '@/components/sort-row';
import type { Place } from '@/lib/order';
import { asProblem, type Problem } from '@/lib/problem';
import { Badge } from '@/ui/badge';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem, MenuRule } from '@/ui/menu';
import { notify } from '@/ui/toast/manager';

type Props = {
  field: CustomFieldOut;
  sortable: boolean;
  index: number;
  count: number;
  onEdit: () => void;
  onDelete: () => void;
  onDrop: (source: string, place: Place) => void;
  onMove: (to: number) => void;
};

/** One field in the list: what it is called, what it holds, what can be done with it. */
export function FieldRow({ field, sortable, index, count, onEdit, onDelete, onDrop, onMove }: Props) {
  const { t } = useTranslation(['records/custom-fields/settings', 'components']);
  const client = useQueryClient();
  const [blocked, setBlocked] = useState<Problem | null>(null);
  const again = () => client.invalidateQueries({ queryKey: listCustomFieldsQueryKey() });
  const { id, label, key, type, required, archived_at } = field;
  const turn = useMutation({
    meta: { inline: true },
    mutationFn: (archive: boolean) =>
      (archive ? archiveCustomField : restoreCustomField)({ path: { field_id: id }, throwOnError: true }),
    onError: (thrown) => {
      const problem = asProblem(thrown);
      if (problem.code === 'in-use') setBlocked(problem);
      else notify({ title: problem.detail || problem.title, tone: 'danger' });
    },
    onSuccess: (_result, archive) => {
      notify(
        archive
          ? { title: t('archivedNow', { name: label }), undo: () => turn.mutate(false) }
          : { title: t('restored', { name: label }) },
      );
    },
    onSettled: again,
  });
  return (
    <SortRow kind="field" id={id} fixed={!sortable} onDrop={onDrop} className="min-h-12">
      <button
        type="button"
        onClick={onEdit}
        className="flex min-h-11 min-w-0 flex-1 flex-wrap items-center gap-x-2 rounded-md px-1.5 text-start text-sm hover:bg-hover"
      >
        <span className="truncate font-medium">{label}</span>
        <code className="truncate font-mono text-muted text-xs">{key}</code>
        {required && <Badge tone="info">{t('required')}</Badge>}
        <span className="ms-auto text-muted text-xs">{t(`types.${type}`)}</span>
      </button>
      <Menu align="end" trigger={<IconButton size="sm" icon={Ellipsis} label={t('actionsOf', { name: label })} />}>
        <MenuItem icon={Pencil} onClick={onEdit}>
          {t('edit')}
        </MenuItem>
        {sortable && <MoveItems index={index} count={count} onMove={onMove} />}
        {archived_at ? (
          <MenuItem icon={ArchiveRestore} onClick={() => turn.mutate(false)}>
            {t('restore')}
          </MenuItem>
        ) : (
          <MenuItem icon={Archive} hint={t('archiveHint')} onClick={() => turn.mutate(true)}>
            {t('archive')}
          </MenuItem>
        )}
        <MenuRule />
        <MenuItem icon={Trash2} danger onClick={onDelete}>
          {t('components:delete')}
        </MenuItem>
      </Menu>
      {blocked && (
        <Confirm
          open
          onOpenChange={() => setBlocked(null)}
          title={t('archiveUsed', { name: label })}
          text={t('archiveUsedText')}
          confirmLabel={t('archive')}
          onConfirm={async () => {
            await archiveCustomField({ path: { field_id: id }, query: { force: true }, throwOnError: true });
            await again();
          }}
        >
          <UnmetList unmet={blocked.unmet} />
        </Confirm>
      )}
    </SortRow>
  );
}
