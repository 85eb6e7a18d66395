import { UserPlus } from 'lucide-react';
import { preloadable } from '@/lib/preloadable';
import { idsIn, type StepEntry } from '@/sockets/steps';

const WAYS = ['fixed', 'round_robin', 'least_busy'] as const;

export default {
  kind: 'assign_worker',
  order: 60,
  label: 'records/customers.steps.assign_worker.title',
  icon: UserPlus,
  form: preloadable(() => import('./step-form')),
  texts: ['records/customers/shared'],
  shows: ['choose', 'member_ids'],
  says: ({ choose, member_ids, as_owner }, { say, list, name }) =>
    say(`records/customers.steps.assign_worker.says.${WAYS.find((way) => way === choose) ?? 'fixed'}`, {
      people: list(idsIn(member_ids).map((id) => name('member', id))),
      context: as_owner ? 'owner' : undefined,
    }),
  leaves: ['member_ids'],
} satisfies StepEntry;
