import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyOf, Condition } from '@/api/gen/types.gen';
import { humane, usePathWords } from '@/features/engage/placeholders/shared/use-path-words';
import { stepOf } from '@/sockets/step-kinds';
import type { StepWords } from '@/sockets/steps';
import { type Schedule, scheduleOf } from './cron';
import { durationOf } from './duration';
import type { FlowStep, Trigger } from './flow';
import { type Names, pathInfo, thingOf } from './names';

export type Words = ReturnType<typeof useWords>;

/** Flows said in sentences. */
export function useWords(names: Names) {
  const { t: translate, i18n } = useTranslation(['edge/automations/shared', 'names']);
  const language = i18n.resolvedLanguage ?? 'en';
  const path = usePathWords(names.fields);
  return useMemo(() => {
    /** Keys made from the contract's names: those that nobody has translated fall back. */
    const t = (key: string, fallback: string, values: Record<string, unknown> = {}): string =>
      translate(key as 'missing', { defaultValue: fallback, ...values });
    const say = (key: string, values: Record<string, unknown> = {}) => t(key, key, values);
    /** What capabilities say of their own steps. */
    const named: StepWords['say'] = (name, values) => say(`names:${name}`, values);
    const list = (items: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction') =>
      items.length ? new Intl.ListFormat(language, { type }).format(items) : say('missing');
    const kind = (name: string): string => {
      const known = stepOf(name);
      if (known) return named(known.label);
      return names.catalogue.step_kinds.find((each) => each.kind === name)?.title ?? humane(name);
    };
    const event = (type: string) => t(`events.${type.replace('.', '_')}`, humane(type));
    const option = (path: string, value: string) => t(`options.${value}`, fieldOption(names, path, value) ?? value);
    const text = (template: unknown): string =>
      String(template ?? '').replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_, inner: string) => `‹${path(inner)}›`) ||
      say('missing');
    const value = (at: string, given: unknown): string => {
      if (Array.isArray(given))
        return list(
          given.map((each) => value(at, each)),
          'disjunction',
        );
      if (given === null || given === undefined || given === '') return say('missing');
      if (typeof given === 'boolean') return say(given ? 'yes' : 'no');
      if (typeof given === 'object') return JSON.stringify(given);
      const thing = thingOf(pathInfo(names.catalogue, at));
      if (thing && !String(given).includes('{{')) return names.name(thing, given);
      return option(at, text(given));
    };
    const condition = ({ path: at, op, value: given, before, after }: Condition): string => {
      const subject = path(at);
      if (op !== 'changed') return say(`ops.${op}`, { subject, value: value(at, given), count: Number(given) || 0 });
      const key = before != null && after != null ? 'fromTo' : after != null ? 'to' : before != null ? 'from' : 'any';
      return say(`changed.${key}`, { subject, before: value(at, before), after: value(at, after) });
    };
    const group = ({ any_of }: AnyOf) => list(any_of.map(condition), 'disjunction');
    const conditions = (groups: readonly AnyOf[]) => list(groups.map(group));
    const duration = (seconds: unknown) => {
      const { unit, count } = durationOf(Number(seconds));
      return say(`units.${unit}`, { count });
    };
    const schedule = (plan: Schedule, cron: string) =>
      plan.every === 'custom'
        ? say('schedule.custom', { cron })
        : say(`schedule.${plan.every}`, { at: plan.at, day: plan.day, weekday: weekday(plan.day, language) });
    const trigger = (given: Trigger): string => {
      switch (given.kind) {
        case 'event':
          return say('triggers.event', { events: list(given.event_types.map(event), 'disjunction') });
        case 'schedule':
          return say(given.filter ? 'triggers.scheduleEach' : 'triggers.schedule', {
            when: schedule(scheduleOf(given.cron), given.cron),
          });
        case 'date': {
          const days = given.offset_days ?? 0;
          const key = days === 0 ? 'on' : days < 0 ? 'before' : 'after';
          const field = path(given.field);
          return say(`triggers.date.${key}`, { count: Math.abs(days), field, at: given.at ?? '09:00' });
        }
        default:
          return say(`triggers.${given.kind}`);
      }
    };
    const words = {
      say,
      list,
      kind,
      event,
      path,
      text,
      value,
      condition,
      conditions,
      duration,
      trigger,
      names,
    };
    const days = (count: number, moment: string) =>
      count ? say(count < 0 ? 'daysBefore' : 'daysAfter', { count: Math.abs(count), moment }) : moment;
    const sayings: StepWords = { ...words, say: named, days, name: names.name };
    const step = (given: Pick<FlowStep, 'kind' | 'config'>): string =>
      stepOf(given.kind)?.says(given.config, sayings) ?? kind(given.kind);
    return { ...words, option, group, step };
  }, [names, translate, language, path]);
}

export const weekday = (day: number, language: string) =>
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, 1, 1 + (day % 7)));

function fieldOption(names: Names, path: string, value: string): string | undefined {
  const key = /custom_fields\.(.+)$/.exec(path)?.[1];
  return names.fields.find((field) => field.key === key)?.options.find((option) => option.key === value)?.label;
}
