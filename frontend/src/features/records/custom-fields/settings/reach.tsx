import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { allFolders } from '@/api/catalogues';
import { listRolesOptions } from '@/api/gen/@tanstack/react-query.gen';
import { FormField, type ServerForm } from '@/components/server-form';
import { asTree } from '@/lib/tree';
import { MultiCombobox, type Option } from '@/ui/combobox';
import { Field } from '@/ui/field';
import { Switch } from '@/ui/switch';
import type { FieldValues } from './form';

/** Where a field is shown, who sees it and who changes it. */
export function FieldReach({ form }: { form: ServerForm<FieldValues> }) {
  const folders = useQuery(allFolders);
  const roles = useQuery(listRolesOptions({ query: { limit: 200 } }));
  const folderOptions = asTree(folders.data ?? []).map(({ folder: { id, name, colour } }) => ({ id, name, colour }));
  const roleOptions = (roles.data?.items ?? []).map(({ id, name }) => ({ id, name }));
  return (
    <div className="flex flex-col gap-4 border-t pt-4">
      <Reach form={form} name="folder_ids" options={folderOptions} />
      <Reach form={form} name="view_role_ids" options={roleOptions} />
      <Reach form={form} name="edit_role_ids" options={roleOptions} />
    </div>
  );
}

type Props = {
  form: ServerForm<FieldValues>;
  name: 'folder_ids' | 'view_role_ids' | 'edit_role_ids';
  options: readonly Option[];
};
function Reach({ form, name, options }: Props) {
  const { t } = useTranslation('records/custom-fields/settings');
  const value = form.form.watch(name);
  const set = (next: string[] | null) => form.form.setValue(name, next, { shouldDirty: true });
  return (
    <div className="flex flex-col gap-2">
      <Field inline label={t(`reach.${name}`)}>
        <Switch checked={value === null} onCheckedChange={(all) => set(all ? null : [])} />
      </Field>
      {value !== null && (
        <FormField in={form} name={name} label={t(`reach.${name}_only`)}>
          {(field) => (
            <MultiCombobox<Option>
              items={options}
              value={options.filter(({ id }) => field.value?.includes(id))}
              onValueChange={(next) => set(next.map(({ id }) => id))}
            />
          )}
        </FormField>
      )}
    </div>
  );
}
