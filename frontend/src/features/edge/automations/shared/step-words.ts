import type { AnyOf } from '@/api/gen/types.gen';
import type { FlowStep } from './flow';
import type { Names, Thing } from './names';

type Say = {
  say: (key: string, values?: Record<string, unknown>) => string;
  list: (items: readonly string[], type?: 'conjunction' | 'disjunction') => string;
  text: (template: unknown) => string;
  value: (path: string, value: unknown) => string;
  path: (path: string) => string;
  event: (type: string) => string;
  duration: (seconds: unknown) => string;
  conditions: (groups: readonly AnyOf[]) => string;
  names: Names;
};

const ids = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const short = (text: string, most = 80) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** How a kind is said. A kind that is not here is said by its title. */
const SENTENCES: Record<string, (config: FlowStep['config'], words: Say) => string> = {
  set_field: ({ field, value }, { say, path, value: saidValue }) => {
    const at = `customer.${field}`;
    return value === null || value === ''
      ? say('steps.clearField', { field: path(at) })
      : say('steps.setField', { field: path(at), value: saidValue(at, value) });
  },
  set_status: ({ status_id }, { say, names }) => say('steps.setStatus', { status: names.name('status', status_id) }),
  move_to_folder: ({ folder_id, status_id }, { say, names }) => {
    if (!folder_id) return say('steps.takeOut');
    const folder = names.name('folder', folder_id);
    return status_id
      ? say('steps.moveWith', { folder, status: names.name('status', status_id) })
      : say('steps.move', { folder });
  },
  add_tags: (config, words) => words.say('steps.addTags', { tags: tagsOf(config, words) }),
  remove_tags: (config, words) => words.say('steps.removeTags', { tags: tagsOf(config, words) }),
  assign_worker: ({ choose, member_ids, as_owner }, { say, list, names }) =>
    say(`steps.assign.${choose ?? 'fixed'}`, {
      people: list(ids(member_ids).map((id) => names.name('member', id))),
      context: as_owner ? 'owner' : undefined,
    }),
  create_note: ({ body }, { say, text }) => say('steps.note', { text: short(text(body)) }),
  send_email: ({ to, address, subject, template_id }, { say, text, names }) =>
    say('steps.email', {
      subject: template_id ? names.name('template', template_id) : text(subject),
      to: to === 'address' ? text(address) : say('theCustomer'),
    }),
  notify_members: ({ to, member_ids, title }, { say, list, names, text }) =>
    say('steps.notify', {
      people: list([
        ...ids(to).map((who) => say(`who.${who}`)),
        ...ids(member_ids).map((id) => names.name('member', id)),
      ]),
      title: text(title),
    }),
  call_webhook: ({ method, url }, { say, text }) =>
    say('steps.call', { method: method ?? 'POST', url: short(text(url), 60) }),
  wait: ({ wait, seconds, until, offset_days, at, event_types }, { say, list, text, event, duration }) => {
    if (wait === 'event') {
      const events = list(
        ids(event_types).map((type) => event(String(type))),
        'disjunction',
      );
      return say('steps.waitEvent', { events, most: seconds ? duration(seconds) : duration(30 * 86_400) });
    }
    if (wait !== 'until') return say('steps.waitFor', { duration: duration(seconds) });
    const days = Number(offset_days) || 0;
    const moment = days
      ? say(days < 0 ? 'daysBefore' : 'daysAfter', { count: Math.abs(days), moment: text(until) })
      : text(until);
    return at ? say('steps.waitUntilAt', { moment, at }) : say('steps.waitUntil', { moment });
  },
  branch: ({ conditions }, words) =>
    words.say('steps.branch', { conditions: words.conditions(ids(conditions) as AnyOf[]) }),
  for_each_related: ({ relation_type_id }, { say, names }) =>
    relation_type_id ? say('steps.eachOf', { type: names.name('relation', relation_type_id) }) : say('steps.each'),
  run_automation: ({ automation_id }, { say, names }) =>
    say('steps.run', { name: names.name('automation', automation_id) }),
  stop: ({ reason }, { say, text }) => (reason ? say('steps.stopFor', { reason: text(reason) }) : say('steps.stop')),
};

function tagsOf({ tag_ids, group_ids }: FlowStep['config'], { say, list, names }: Say): string {
  const called = (thing: Thing, value: unknown) => ids(value).map((id) => names.name(thing, id));
  return list([...called('tag', tag_ids), ...called('group', group_ids).map((name) => say('groupOf', { name }))]);
}

export const stepSentence = ({ kind, config }: Pick<FlowStep, 'kind' | 'config'>, words: Say): string | undefined =>
  SENTENCES[kind]?.(config, words);
