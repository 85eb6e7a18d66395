import { useQuery } from '@tanstack/react-query';
import { listPermissionsOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { P, PermissionOut } from '@/api/gen/types.gen';

export type Permission = P;
export type PermissionGroup = { name: string; label: string; permissions: PermissionOut[] };

/** In the server's order, by the group each belongs to. */
export function groupPermissions(list: readonly PermissionOut[]): PermissionGroup[] {
  const groups = new Map<string, PermissionGroup>();
  for (const permission of list) {
    const found = groups.get(permission.group);
    if (found) found.permissions.push(permission);
    else
      groups.set(permission.group, {
        name: permission.group,
        label: permission.group_label,
        permissions: [permission],
      });
  }
  return [...groups.values()];
}

/** With `given` added or taken away, in the order of the first list. */
export function withPermissions(have: readonly Permission[], given: readonly Permission[], on: boolean): Permission[] {
  const rest = have.filter((each) => !given.includes(each));
  return on ? [...rest, ...given] : rest;
}

/** What can be allowed at all; it does not change while the page is open. */
export function usePermissions() {
  return useQuery({
    ...listPermissionsOptions({ query: { limit: 200 } }),
    staleTime: Number.POSITIVE_INFINITY,
    select: (page) => groupPermissions(page.items),
  });
}
