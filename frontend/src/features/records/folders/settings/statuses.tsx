import { useMutation } from '@tanstack/react-query';
import { Ellipsis, Plus, Star, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createStatus, deleteStatus, updateStatus } from '@/api/gen/sdk.gen';
import type { FolderOut, StatusOut, StatusPatch } from '@/api/gen/types.gen';
import { Confirm } from '@/components/confirm';
import { InlineEdit } from '@/components/inline-edit';
import { ProblemNotice } from '@/components/problem';
import { MoveItems, SortRow } from '@/components/sort-row';
import { putAt, putBeside } from '@/lib/order';
import { asProblem } from '@/lib/problem';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Dot } from '@/ui/chip';
import { ColourPicker } from '@/ui/colour-picker';
import { IconButton } from '@/ui/icon-button';
import { Input } from '@/ui/input';
import { Menu, MenuItem, MenuRule } from '@/ui/menu';
import { Popover } from '@/ui/popover';
import { Select } from '@/ui/select';
import { useFoldersChanged, useOrderStatuses } from './actions';

const categories = ['open', 'won', 'lost', 'closed'] as const;

/** The statuses a customer of this folder can have, in their order. */
export function Statuses({ folder }: { folder: FolderOut }) {
  const { t } = useTranslation('records/folders/settings');
  const order = useOrderStatuses(folder.id);
  const ids = folder.statuses.map(({ id }) => id);
  return (
    <div className="flex flex-col gap-3">
      {folder.statuses.length === 0 && <p className="text-muted text-sm">{t('statuses.empty')}</p>}
      {ids.length > 0 && (
        <ul aria-label={t('parts.statuses')} className="divide-y border-y">
          {folder.statuses.map((status, index) => (
            <SortRow
              key={status.id}
              kind={`status.${folder.id}`}
              id={status.id}
              onDrop={(source, place) => place !== 'inside' && order.mutate(putBeside(ids, source, status.id, place))}
            >
              <StatusRow
                status={status}
                index={index}
                count={ids.length}
                onMove={(to) => order.mutate(putAt(ids, status.id, to))}
              />
            </SortRow>
          ))}
        </ul>
      )}
      <AddStatus folder={folder} />
    </div>
  );
}

type RowProps = { status: StatusOut; index: number; count: number; onMove: (to: number) => void };
function StatusRow({ status, index, count, onMove }: RowProps) {
  const { t } = useTranslation(['records/folders/settings', 'components']);
  const changed = useFoldersChanged();
  const [deleting, setDeleting] = useState(false);
  const { id, name, colour, category, is_default } = status;
  const update = useMutation({
    mutationFn: (body: StatusPatch) => updateStatus({ path: { status_id: id }, body, throwOnError: true }),
    onSettled: changed,
  });
  const shown = { ...status, ...(update.isPending && update.variables) };
  return (
    <>
      <Popover
        title={t('colourOf', { name })}
        trigger={
          <Button variant="icon" size="sm" aria-label={t('colourOf', { name })}>
            <Dot colour={shown.colour} className="size-3" />
          </Button>
        }
      >
        <ColourPicker value={colour} onValueChange={(next) => update.mutate({ colour: next })} />
      </Popover>
      <InlineEdit
        label={t('nameOf', { name })}
        value={shown.name}
        onSave={(next) => update.mutate({ name: next.trim() })}
        check={(next) => (next.trim() ? undefined : t('nameNeeded'))}
        className="min-w-0 flex-1"
      />
      {is_default && <Badge>{t('statuses.default')}</Badge>}
      <Select
        className="w-24 shrink-0"
        aria-label={t('statuses.categoryOf', { name })}
        items={categories.map((value) => ({ value, label: t(`statuses.categories.${value}`) }))}
        value={shown.category ?? category}
        onValueChange={(next) => update.mutate({ category: next })}
      />
      <Menu align="end" trigger={<IconButton size="sm" icon={Ellipsis} label={t('actionsOf', { name })} />}>
        <MenuItem icon={Star} disabled={is_default} onClick={() => update.mutate({ is_default: true })}>
          {t('statuses.makeDefault')}
        </MenuItem>
        <MoveItems index={index} count={count} onMove={onMove} />
        <MenuRule />
        <MenuItem icon={Trash2} danger onClick={() => setDeleting(true)}>
          {t('components:delete')}
        </MenuItem>
      </Menu>
      <Confirm
        open={deleting}
        onOpenChange={setDeleting}
        danger
        title={t('deleteTitle', { name })}
        text={t('statuses.deleteText')}
        confirmLabel={t('components:delete')}
        onConfirm={async (force) => {
          await deleteStatus({ path: { status_id: id }, query: { force }, throwOnError: true });
          await changed();
        }}
      />
    </>
  );
}

function AddStatus({ folder }: { folder: FolderOut }) {
  const { t } = useTranslation('records/folders/settings');
  const changed = useFoldersChanged();
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () => createStatus({ path: { folder_id: folder.id }, body: { name: name.trim() }, throwOnError: true }),
    meta: { inline: true },
    onSuccess: async () => {
      setName('');
      await changed();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && !add.isPending) add.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <div className="flex gap-2">
        <Input
          aria-label={t('statuses.newName')}
          placeholder={t('statuses.newName')}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" busy={add.isPending} disabled={!name.trim()}>
          <Plus size={16} aria-hidden />
          {t('statuses.add')}
        </Button>
      </div>
      {add.error && <ProblemNotice error={asProblem(add.error)} />}
    </form>
  );
}
