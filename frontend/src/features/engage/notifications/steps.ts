import { Bell } from 'lucide-react';
import { preloadable } from '@/lib/preloadable';
import { idsIn, type StepEntry } from '@/sockets/steps';

export default {
  kind: 'notify_members',
  order: 90,
  label: 'engage/notifications.steps.notify_members.title',
  icon: Bell,
  form: preloadable(() => import('./step-form')),
  texts: ['engage/notifications'],
  shows: ['member_ids', 'title', 'message'],
  says: ({ to, member_ids, title }, { say, list, name, text }) =>
    say('engage/notifications.steps.notify_members.says', {
      people: list([
        ...idsIn(to).map((who) =>
          say(`engage/notifications.steps.notify_members.who.${who === 'owner' ? 'owner' : 'workers'}`),
        ),
        ...idsIn(member_ids).map((id) => name('member', id)),
      ]),
      title: text(title),
    }),
} satisfies StepEntry;
