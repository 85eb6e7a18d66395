import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listRolesOptions } from '@/api/gen/@tanstack/react-query.gen';
import { Select } from '@/ui/select';

export const visibilities = ['all', 'folders', 'assigned'] as const;
export type Visibility = (typeof visibilities)[number];

/** Roles of the workspace, as a choice. */
export function useRoleItems() {
  const roles = useQuery(listRolesOptions({ query: { limit: 200 } }));
  return {
    error: roles.error,
    items: (roles.data?.items ?? []).map(({ id, name, description }) => ({
      value: id,
      label: name,
      hint: description || undefined,
    })),
  };
}

type Props<T extends string> = { value: T | null; onValueChange: (value: T) => void };

export function RoleSelect({ value, onValueChange }: Props<string>) {
  const { items } = useRoleItems();
  return <Select items={items} value={value} onValueChange={onValueChange} />;
}

export function VisibilitySelect({ value, onValueChange }: Props<Visibility>) {
  const { t } = useTranslation('access/members');
  return (
    <Select
      items={visibilities.map((each) => ({
        value: each,
        label: t(`visibility.${each}`),
        hint: t(`visibility.${each}_hint`),
      }))}
      value={value}
      onValueChange={onValueChange}
    />
  );
}
