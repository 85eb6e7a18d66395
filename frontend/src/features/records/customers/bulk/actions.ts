import {
  CircleDot,
  Download,
  FolderInput,
  type LucideIcon,
  PenLine,
  Play,
  Tags,
  Trash2,
  UserCheck,
  UserMinus,
  UserPlus,
  X,
} from 'lucide-react';

/** What can be done with many customers; those `first` stand in the bar itself, the others in its menu. */
type Entry = { name: string; icon: LucideIcon; permission: string; first?: true; danger?: true };

export const BULK_ACTIONS = [
  { name: 'move', icon: FolderInput, permission: 'customers:write', first: true },
  { name: 'tag', icon: Tags, permission: 'tags:write', first: true },
  { name: 'assign', icon: UserPlus, permission: 'customers:write', first: true },
  { name: 'status', icon: CircleDot, permission: 'customers:write', first: true },
  { name: 'field', icon: PenLine, permission: 'customers:write', first: true },
  { name: 'untag', icon: X, permission: 'tags:write' },
  { name: 'unassign', icon: UserMinus, permission: 'customers:write' },
  { name: 'convert', icon: UserCheck, permission: 'customers:write' },
  { name: 'automation', icon: Play, permission: 'automations:run' },
  { name: 'export', icon: Download, permission: 'customers:export' },
  { name: 'delete', icon: Trash2, permission: 'customers:delete', danger: true },
] as const satisfies readonly Entry[];

export type ActionName = (typeof BULK_ACTIONS)[number]['name'];
