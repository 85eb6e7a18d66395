import {
  Bell,
  CircleStop,
  Clock,
  CornerDownRight,
  FolderInput,
  GitFork,
  Globe,
  type LucideIcon,
  Mail,
  Milestone,
  PenLine,
  Repeat,
  StickyNote,
  Tag,
  Tags,
  UserPlus,
} from 'lucide-react';
import type { StepForm } from './form';
import { BranchForm, EachForm, RunForm, StopForm } from './forms/control';
import { AssignForm, FieldForm, FolderForm, StatusForm, TagsForm } from './forms/customer';
import { GenericForm } from './forms/generic';
import { EmailForm, NoteForm, NotifyForm } from './forms/messages';
import { WaitForm } from './forms/wait';
import { WebhookForm } from './forms/webhook';

/** The form of each kind, one line each. A kind that is not here gets fields made from its schema. */
const FORMS: Record<string, StepForm & { icon: LucideIcon }> = {
  set_field: { icon: PenLine, form: FieldForm, shows: ['field', 'value'] },
  set_status: { icon: Milestone, form: StatusForm, shows: ['status_id'] },
  move_to_folder: { icon: FolderInput, form: FolderForm, shows: ['folder_id', 'status_id'] },
  add_tags: { icon: Tags, form: TagsForm, shows: ['tag_ids', 'group_ids'] },
  remove_tags: { icon: Tag, form: TagsForm, shows: ['tag_ids', 'group_ids'] },
  assign_worker: { icon: UserPlus, form: AssignForm, shows: ['choose', 'member_ids'] },
  create_note: { icon: StickyNote, form: NoteForm, shows: ['body'] },
  send_email: { icon: Mail, form: EmailForm, shows: ['to', 'address', 'template_id', 'subject', 'body'] },
  notify_members: { icon: Bell, form: NotifyForm, shows: ['member_ids', 'title', 'message'] },
  call_webhook: { icon: Globe, form: WebhookForm, shows: ['url', 'body', 'method'] },
  wait: { icon: Clock, form: WaitForm, shows: ['seconds', 'until', 'offset_days', 'at', 'event_types'] },
  branch: { icon: GitFork, form: BranchForm, shows: ['conditions'] },
  for_each_related: { icon: Repeat, form: EachForm, shows: ['relation_type_id', 'most'] },
  run_automation: { icon: CornerDownRight, form: RunForm, shows: ['automation_id'] },
  stop: { icon: CircleStop, form: StopForm, shows: ['reason'] },
};

export const formOf = (kind: string): StepForm & { icon: LucideIcon } =>
  FORMS[kind] ?? { icon: CornerDownRight, form: GenericForm, shows: [] };
