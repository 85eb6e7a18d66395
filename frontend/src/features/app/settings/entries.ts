export type EntryName =
  | 'workspace'
  | 'members'
  | 'roles'
  | 'folders'
  | 'fields'
  | 'tags'
  | 'relations'
  | 'emailTemplates'
  | 'features'
  | 'keys'
  | 'embeds'
  | 'webhooks'
  | 'audit';

/** The pages of the settings, in the order of their navigation. Without icons: the way to the first of them is in every page's script. */
export const entries = [
  { name: 'workspace', to: '/settings/workspace', permission: 'workspace:manage' },
  { name: 'members', to: '/settings/members', permission: 'members:read' },
  { name: 'roles', to: '/settings/roles', permission: 'members:read' },
  { name: 'folders', to: '/settings/folders', permission: 'folders:manage' },
  { name: 'fields', to: '/settings/custom-fields', permission: 'custom_fields:manage' },
  { name: 'tags', to: '/settings/tags', permission: 'tags:manage' },
  { name: 'relations', to: '/settings/relations', permission: 'custom_fields:manage' },
  { name: 'emailTemplates', to: '/settings/email-templates', permission: 'email_templates:read' },
  { name: 'features', to: '/settings/features', permission: 'workspace:manage' },
  { name: 'keys', to: '/settings/api-keys', permission: 'api_keys:manage' },
  { name: 'embeds', to: '/settings/embeds', permission: 'embeds:read' },
  { name: 'webhooks', to: '/settings/webhooks', permission: 'webhooks:read' },
  { name: 'audit', to: '/settings/audit', permission: 'audit:read' },
] as const satisfies readonly { name: EntryName; to: string; permission: string }[];

/** What somebody with these permissions finds in the navigation. */
export const entriesFor = (permissions: readonly string[]) =>
  entries.filter(({ permission }) => permissions.includes(permission));
