import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { Checkbox } from '@/ui/checkbox';
import { Field } from '@/ui/field';
import { SkeletonLines } from '@/ui/skeleton';
import { type Permission, type PermissionGroup, usePermissions, withPermissions } from './permissions';

type Props = { value: readonly Permission[]; onValueChange: (value: Permission[]) => void };

/** Permissions by group; a group's own box takes all of it. What one does not have oneself cannot be given. */
export function PermissionPicker({ value, onValueChange }: Props) {
  const groups = usePermissions();
  if (groups.isPending) return <SkeletonLines lines={6} />;
  if (groups.error) return <ProblemNotice error={groups.error} retry={() => void groups.refetch()} />;
  return (
    <div className="flex flex-col divide-y rounded-md border">
      {groups.data.map((group) => (
        <Group key={group.name} group={group} value={value} onValueChange={onValueChange} />
      ))}
    </div>
  );
}

function Group({ group, value, onValueChange }: Props & { group: PermissionGroup }) {
  const { t } = useTranslation('access/roles');
  const { permissions } = useMe();
  const keys = group.permissions.map(({ key }) => key);
  const possible = keys.filter((key) => permissions.includes(key) || value.includes(key));
  const on = keys.filter((key) => value.includes(key)).length;
  return (
    <fieldset className="flex flex-col gap-2.5 px-3 py-2.5">
      <legend className="sr-only">{group.label}</legend>
      <Field inline label={group.label} disabled={possible.length === 0}>
        <Checkbox
          checked={on > 0 && on === keys.length}
          indeterminate={on > 0 && on < keys.length}
          onCheckedChange={(checked) => onValueChange(withPermissions(value, possible, checked))}
        />
      </Field>
      <div className="grid gap-x-4 gap-y-2.5 ps-6.5 sm:grid-cols-2">
        {group.permissions.map(({ key, label, description }) => (
          <Field
            key={key}
            inline
            label={<span className="font-normal">{label}</span>}
            description={permissions.includes(key) ? description : t('notYours')}
            disabled={!possible.includes(key)}
          >
            <Checkbox
              checked={value.includes(key)}
              onCheckedChange={(checked) => onValueChange(withPermissions(value, [key], checked))}
            />
          </Field>
        ))}
      </div>
    </fieldset>
  );
}
