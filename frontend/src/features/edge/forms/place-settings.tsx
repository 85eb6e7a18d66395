import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { allFolders, allTags } from '@/api/catalogues';
import { listMembersOptions } from '@/api/gen/@tanstack/react-query.gen';
import { useMay } from '@/api/session';
import { SettingsGroup } from '@/components/settings-group';
import { Combobox, MultiCombobox } from '@/ui/combobox';
import { Field } from '@/ui/field';
import { Segmented } from '@/ui/segmented';
import type { SettingsProps } from './settings-tab';

/** Where the customers go: folder, status, tags, owner. */
export function PlaceSettings({ form, readOnly, onSave }: SettingsProps) {
  const { t } = useTranslation('edge/forms');
  const mayAssign = useMay('customers:assign');
  const folders = useQuery(allFolders).data ?? [];
  const tags = useQuery(allTags).data ?? [];
  const members = useQuery(listMembersOptions({ query: { limit: 200 } })).data?.items ?? [];
  const folder = folders.find(({ id }) => id === form.folder_id) ?? null;
  const statuses = folder?.statuses ?? [];
  const asOption = ({ id, name, colour }: { id: string; name: string; colour: string }) => ({ id, name, colour });
  const folderOptions = folders.map(asOption);
  const statusOptions = statuses.map(asOption);
  const tagOptions = tags.map(asOption);
  const people = members.map(({ id, name, email }) => ({ id, name, hint: email }));
  return (
    <SettingsGroup title={t('place.title')} text={t('place.text')}>
      <div className="flex flex-col gap-4">
        <Field label={t('place.folder')} optional disabled={readOnly}>
          <Combobox
            items={folderOptions}
            value={folderOptions.find(({ id }) => id === form.folder_id) ?? null}
            onValueChange={(next) => onSave({ folder_id: next?.id ?? null, status_id: null })}
            placeholder={t('place.noFolder')}
            clearable
          />
        </Field>
        {folder && (
          <Field label={t('place.status')} optional disabled={readOnly}>
            <Combobox
              items={statusOptions}
              value={statusOptions.find(({ id }) => id === form.status_id) ?? null}
              onValueChange={(next) => onSave({ status_id: next?.id ?? null })}
              placeholder={t('place.defaultStatus')}
              clearable
            />
          </Field>
        )}
        <Field label={t('lifecycle.title')} disabled={readOnly}>
          <Segmented
            label={t('lifecycle.title')}
            value={form.lifecycle}
            onValueChange={(lifecycle) => onSave({ lifecycle })}
            items={[
              { value: 'prospect', label: t('lifecycle.prospect') },
              { value: 'customer', label: t('lifecycle.customer') },
            ]}
          />
        </Field>
        <Field label={t('place.tags')} optional disabled={readOnly}>
          <MultiCombobox
            items={tagOptions}
            value={tagOptions.filter(({ id }) => form.tag_ids.includes(id))}
            onValueChange={(next) => onSave({ tag_ids: next.map(({ id }) => id) })}
          />
        </Field>
        <Field
          label={t('place.owner')}
          description={mayAssign ? undefined : t('place.ownerNeeds')}
          optional
          disabled={readOnly || !mayAssign}
        >
          <Combobox
            items={people}
            value={people.find(({ id }) => id === form.owner_id) ?? null}
            onValueChange={(next) => onSave({ owner_id: next?.id ?? null })}
            placeholder={t('place.nobody')}
            disabled={readOnly || !mayAssign}
            clearable
          />
        </Field>
      </div>
    </SettingsGroup>
  );
}
