import {
  Braces,
  Building2,
  Code,
  Folder,
  KeyRound,
  type LucideIcon,
  Mails,
  ScrollText,
  ShieldCheck,
  Tags,
  ToggleRight,
  Users,
  Waypoints,
  Webhook,
} from 'lucide-react';
import type { EntryName } from './entries';

export const entryIcons: Record<EntryName, LucideIcon> = {
  workspace: Building2,
  members: Users,
  roles: ShieldCheck,
  folders: Folder,
  fields: Braces,
  tags: Tags,
  relations: Waypoints,
  emailTemplates: Mails,
  features: ToggleRight,
  keys: KeyRound,
  embeds: Code,
  webhooks: Webhook,
  audit: ScrollText,
};
