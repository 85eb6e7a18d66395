import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  getFolderPermissionsOptions,
  listFoldersQueryKey,
  listMembersOptions,
  listRolesOptions,
} from '@/api/gen/@tanstack/react-query.gen';
import { setFolderPermissions } from '@/api/gen/sdk.gen';
import type { FolderGrantOut, FolderOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { Combobox } from '@/ui/combobox';
import { IconButton } from '@/ui/icon-button';
import { Select } from '@/ui/select';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';

const levels = ['none', 'read', 'write', 'manage'] as const;

/** Who may do what in the folder; roles and members that are not named have what the folder above says. */
export function FolderPermissions({ folder }: { folder: FolderOut }) {
  const options = getFolderPermissionsOptions({ path: { folder_id: folder.id } });
  const grants = useQuery(options);
  if (grants.isPending) return <SkeletonLines lines={4} />;
  if (grants.error) return <ProblemNotice error={grants.error} retry={() => void grants.refetch()} />;
  return <Grants key={grants.dataUpdatedAt} folder={folder} saved={grants.data.entries} />;
}

function Grants({ folder, saved }: { folder: FolderOut; saved: readonly FolderGrantOut[] }) {
  const { t } = useTranslation(['records/folders/settings', 'components']);
  const client = useQueryClient();
  const [entries, setEntries] = useState(saved);
  const [changed, setChanged] = useState(false);
  const change = (next: readonly FolderGrantOut[]) => {
    setEntries(next);
    setChanged(true);
  };
  const roles = useQuery(listRolesOptions({ query: { limit: 200 } }));
  const members = useQuery(listMembersOptions({ query: { limit: 200, state: ['active'] } }));
  const save = useMutation({
    mutationFn: () =>
      setFolderPermissions({
        path: { folder_id: folder.id },
        body: { entries: entries.map(({ role_id, member_id, level }) => ({ role_id, member_id, level })) },
        throwOnError: true,
      }),
    meta: { inline: true },
    onSuccess: async () => {
      notify({ title: t('permissions.saved'), tone: 'positive' });
      setChanged(false);
      await Promise.all([
        client.invalidateQueries(getFolderPermissionsOptions({ path: { folder_id: folder.id } })),
        client.invalidateQueries({ queryKey: listFoldersQueryKey() }),
      ]);
    },
  });
  const keyOf = (entry: FolderGrantOut) => entry.role_id ?? entry.member_id ?? '';
  const named = new Set(entries.map(keyOf));
  const candidates = [
    ...(roles.data?.items ?? []).map(({ id, name }) => ({ id, name, hint: t('permissions.role'), role: true })),
    ...(members.data?.items ?? []).map(({ id, name, email }) => ({ id, name, hint: email, role: false })),
  ].filter(({ id }) => !named.has(id));
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted text-sm">{t('permissions.text')}</p>
      {entries.length > 0 && (
        <ul aria-label={t('parts.permissions')} className="divide-y border-y">
          {entries.map((entry) => (
            <li key={keyOf(entry)} className="flex min-h-11 items-center gap-2">
              <span className="min-w-0 flex-1 truncate text-sm">
                {entry.name}
                {entry.role_id && <span className="ms-1.5 text-muted text-xs">{t('permissions.role')}</span>}
              </span>
              <Select
                className="w-32 shrink-0"
                aria-label={t('permissions.levelOf', { name: entry.name })}
                items={levels.map((value) => ({ value, label: t(`permissions.levels.${value}`) }))}
                value={entry.level}
                onValueChange={(level) =>
                  change(entries.map((each) => (keyOf(each) === keyOf(entry) ? { ...each, level } : each)))
                }
              />
              <IconButton
                size="sm"
                icon={X}
                label={t('permissions.remove', { name: entry.name })}
                onClick={() => change(entries.filter((each) => keyOf(each) !== keyOf(entry)))}
              />
            </li>
          ))}
        </ul>
      )}
      <Combobox
        key={entries.length}
        aria-label={t('permissions.add')}
        placeholder={t('permissions.add')}
        items={candidates}
        value={null}
        onValueChange={(next) =>
          next &&
          change([
            ...entries,
            {
              role_id: next.role ? next.id : null,
              member_id: next.role ? null : next.id,
              name: next.name,
              level: 'read',
            },
          ])
        }
      />
      {save.error && <ProblemNotice error={save.error} />}
      <Button
        variant="primary"
        className="self-start"
        disabled={!changed}
        busy={save.isPending}
        onClick={() => save.mutate()}
      >
        {t('components:save')}
      </Button>
    </div>
  );
}
