import { expect, test } from 'vitest';
import type { PermissionOut } from '@/api/gen/types.gen';
import { groupPermissions, withPermissions } from './permissions';

const permission = (key: PermissionOut['key'], group: string): PermissionOut => ({
  key,
  group,
  group_label: group.toUpperCase(),
  label: key,
  description: '',
});

test('permissions stand in their groups, in the order they came', () => {
  const groups = groupPermissions([
    permission('tags:read', 'tags'),
    permission('notes:read', 'notes'),
    permission('tags:write', 'tags'),
  ]);
  expect(groups.map(({ label }) => label)).toEqual(['TAGS', 'NOTES']);
  expect(groups[0]?.permissions.map(({ key }) => key)).toEqual(['tags:read', 'tags:write']);
});

test('a group is added without doubles and taken away whole', () => {
  expect(withPermissions(['tags:read'], ['tags:read', 'tags:write'], true)).toEqual(['tags:read', 'tags:write']);
  expect(withPermissions(['tags:read', 'notes:read'], ['tags:read', 'tags:write'], false)).toEqual(['notes:read']);
});
