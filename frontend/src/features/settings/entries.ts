import {
  Braces,
  Building2,
  Folder,
  KeyRound,
  type LucideIcon,
  ScrollText,
  ShieldCheck,
  Tags,
  Users,
  Webhook,
} from 'lucide-react';

export type EntryName =
  | 'workspace'
  | 'members'
  | 'roles'
  | 'folders'
  | 'fields'
  | 'tags'
  | 'keys'
  | 'webhooks'
  | 'audit';

/** The pages of the settings, in the order of their navigation. */
export const entries = [
  { name: 'workspace', to: '/settings/workspace', icon: Building2, permission: 'workspace:manage' },
  { name: 'members', to: '/settings/members', icon: Users, permission: 'members:read' },
  { name: 'roles', to: '/settings/roles', icon: ShieldCheck, permission: 'members:read' },
  { name: 'folders', to: '/settings/folders', icon: Folder, permission: 'folders:manage' },
  { name: 'fields', to: '/settings/custom-fields', icon: Braces, permission: 'custom_fields:manage' },
  { name: 'tags', to: '/settings/tags', icon: Tags, permission: 'tags:manage' },
  { name: 'keys', to: '/settings/api-keys', icon: KeyRound, permission: 'api_keys:manage' },
  { name: 'webhooks', to: '/settings/webhooks', icon: Webhook, permission: 'webhooks:read' },
  { name: 'audit', to: '/settings/audit', icon: ScrollText, permission: 'audit:read' },
] as const satisfies readonly { name: EntryName; to: string; icon: LucideIcon; permission: string }[];

/** What somebody with these permissions finds in the navigation. */
export const entriesFor = (permissions: readonly string[]) =>
  entries.filter(({ permission }) => permissions.includes(permission));
