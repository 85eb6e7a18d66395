import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { allFolders } from '@/api/catalogues';
import type { FolderOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { Combobox, type Option } from '@/ui/combobox';
import { Field } from '@/ui/field';
import { NativeSelect } from '@/ui/native-select';
import { Segmented } from '@/ui/segmented';
import { Skeleton } from '@/ui/skeleton';
import type { Draft } from './draft';

/** "Sales / Leads" of each folder, in the order of the tree's names. */
export function folderPaths(folders: readonly Pick<FolderOut, 'id' | 'parent_id' | 'name'>[]): Map<string, string> {
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  const path = (id: string, seen: readonly string[] = []): string => {
    const folder = byId.get(id);
    if (!folder || seen.includes(id)) return '';
    const above = folder.parent_id ? path(folder.parent_id, [...seen, id]) : '';
    return above ? `${above} / ${folder.name}` : folder.name;
  };
  return new Map(folders.map(({ id }) => [id, path(id)]));
}

type Props = { draft: Draft; change: (part: Partial<Draft>) => void };

/** Lifecycle, folder and status of new customers whose row names none. */
export function NewCustomers({ draft, change }: Props) {
  const { t } = useTranslation('records/transfers/imports');
  const mayRead = useMay('folders:read');
  const folders = useQuery({ ...allFolders, enabled: mayRead });
  const paths = folderPaths(folders.data ?? []);
  const options: Option[] = (folders.data ?? [])
    .map(({ id, colour, level }) => ({
      id,
      colour,
      name: paths.get(id) ?? '',
      ...(level === 'read' && { disabled: true, hint: t('options.new.readOnly') }),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const folder = folders.data?.find(({ id }) => id === draft.folderId);
  const statuses = [...(folder?.statuses ?? [])].sort((a, b) => a.position - b.position);
  const standard = statuses.find(({ is_default }) => is_default)?.name;
  return (
    <div className="grid max-w-lg gap-4 sm:grid-cols-2">
      <div className="flex flex-col gap-1 sm:col-span-2">
        <p className="font-medium text-sm">{t('options.new.lifecycle')}</p>
        <Segmented
          label={t('options.new.lifecycle')}
          value={draft.lifecycle}
          onValueChange={(lifecycle) => change({ lifecycle })}
          items={(['customer', 'prospect'] as const).map((value) => ({ value, label: t(`options.new.${value}`) }))}
        />
      </div>
      {folders.error && <ProblemNotice error={folders.error} retry={() => void folders.refetch()} />}
      {mayRead && folders.isPending && <Skeleton className="h-control" />}
      {folders.data && (
        <Field label={t('options.new.folder')} optional>
          <Combobox
            clearable
            placeholder={t('options.new.noFolder')}
            items={options}
            value={options.find(({ id }) => id === draft.folderId) ?? null}
            onValueChange={(next) => change({ folderId: next?.id ?? null, statusId: null })}
          />
        </Field>
      )}
      {folder && (
        <Field label={t('options.new.status')}>
          <NativeSelect
            value={draft.statusId ?? ''}
            onChange={(event) => change({ statusId: event.target.value || null })}
          >
            <option value="">
              {standard ? t('options.new.standard', { name: standard }) : t('options.new.noStatus')}
            </option>
            {statuses.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </NativeSelect>
        </Field>
      )}
    </div>
  );
}
