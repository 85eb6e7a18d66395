import { CircleStop, Clock, CornerDownRight, GitFork, Globe, Repeat } from 'lucide-react';
import type { AnyOf } from '@/api/gen/types.gen';
import { preloadable } from '@/lib/preloadable';
import { idsIn, type StepEntry, shortened } from '@/sockets/steps';

export default [
  {
    kind: 'call_webhook',
    order: 100,
    label: 'edge/automations.steps.call_webhook.title',
    icon: Globe,
    form: preloadable(async () => ({ default: (await import('./steps/forms/webhook')).WebhookForm })),
    texts: ['edge/automations'],
    shows: ['url', 'body', 'method'],
    says: ({ method, url }, { say, text }) =>
      say('edge/automations.steps.call_webhook.says', { method: method ?? 'POST', url: shortened(text(url), 60) }),
    leaves: ['status', 'body'],
  },
  {
    kind: 'wait',
    order: 110,
    label: 'edge/automations.steps.wait.title',
    icon: Clock,
    form: preloadable(async () => ({ default: (await import('./steps/forms/wait')).WaitForm })),
    texts: ['edge/automations'],
    shows: ['seconds', 'until', 'offset_days', 'at', 'event_types'],
    says: ({ wait, seconds, until, offset_days, at, event_types }, { say, list, text, event, duration, days }) => {
      if (wait === 'event') {
        const events = list(
          idsIn(event_types).map((type) => event(String(type))),
          'disjunction',
        );
        return say('edge/automations.steps.wait.event', {
          events,
          most: seconds ? duration(seconds) : duration(30 * 86_400),
        });
      }
      if (wait !== 'until') return say('edge/automations.steps.wait.for', { duration: duration(seconds) });
      const moment = days(Number(offset_days) || 0, text(until));
      return at
        ? say('edge/automations.steps.wait.untilAt', { moment, at })
        : say('edge/automations.steps.wait.until', { moment });
    },
    directs: true,
  },
  {
    kind: 'branch',
    order: 120,
    label: 'edge/automations.steps.branch.title',
    icon: GitFork,
    form: preloadable(async () => ({ default: (await import('./steps/forms/control')).BranchForm })),
    texts: ['edge/automations'],
    shows: ['conditions'],
    says: ({ conditions }, words) =>
      words.say('edge/automations.steps.branch.says', { conditions: words.conditions(idsIn(conditions) as AnyOf[]) }),
    directs: true,
  },
  {
    kind: 'for_each_related',
    order: 130,
    label: 'edge/automations.steps.for_each_related.title',
    icon: Repeat,
    form: preloadable(async () => ({ default: (await import('./steps/forms/control')).EachForm })),
    texts: ['edge/automations'],
    shows: ['relation_type_id', 'most'],
    says: ({ relation_type_id }, { say, name }) =>
      relation_type_id
        ? say('edge/automations.steps.for_each_related.eachOf', { type: name('relation', relation_type_id) })
        : say('edge/automations.steps.for_each_related.each'),
    directs: true,
  },
  {
    kind: 'run_automation',
    order: 140,
    label: 'edge/automations.steps.run_automation.title',
    icon: CornerDownRight,
    form: preloadable(async () => ({ default: (await import('./steps/forms/control')).RunForm })),
    texts: ['edge/automations'],
    shows: ['automation_id'],
    says: ({ automation_id }, { say, name }) =>
      say('edge/automations.steps.run_automation.says', { name: name('automation', automation_id) }),
    directs: true,
  },
  {
    kind: 'stop',
    order: 150,
    label: 'edge/automations.steps.stop.title',
    icon: CircleStop,
    form: preloadable(async () => ({ default: (await import('./steps/forms/control')).StopForm })),
    texts: ['edge/automations'],
    shows: ['reason'],
    says: ({ reason }, { say, text }) =>
      reason
        ? say('edge/automations.steps.stop.stopFor', { reason: text(reason) })
        : say('edge/automations.steps.stop.stop'),
    directs: true,
  },
] satisfies StepEntry[];
