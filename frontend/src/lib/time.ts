import { regional } from './regional';

/**
 * Times come as RFC 3339 in UTC and are shown in a zone: the workspace's (its day, its business hours) unless a component
 * says another, e.g. the customer's.
 */
const formats = new Map<string, Intl.DateTimeFormat>();
const format = (language: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${language} ${JSON.stringify(options)}`;
  const found = formats.get(key) ?? new Intl.DateTimeFormat(regional(language), options);
  formats.set(key, found);
  return found;
};

type Place = { language?: string; timeZone?: string };

/** "22 Nov 2026, 10:30" */
export const formatTime = (iso: string, { language, timeZone }: Place = {}) =>
  format(language, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(iso));
/** "10:30" */
export const formatClock = (iso: string | Date, { language, timeZone }: Place = {}) =>
  format(language, { timeStyle: 'short', timeZone }).format(new Date(iso));
/** "22 Nov 2026" of a moment in a zone. */
export const formatDate = (iso: string, { language, timeZone }: Place = {}) =>
  format(language, { dateStyle: 'medium', timeZone }).format(new Date(iso));
/** "22 Nov 2026" of a calendar day (`2026-11-22`), which has no zone. */
export const formatDay = (day: string, { language }: Place = {}) =>
  format(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
/** `2026-11-22`: the day a moment belongs to in a zone, for grouping. */
export const dayKey = (iso: string, timeZone?: string) =>
  format('sv', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(new Date(iso));

const steps = [
  ['minute', 60],
  ['hour', 60],
  ['day', 24],
  ['week', 7],
  ['month', 4.348],
  ['year', 12],
] as const;

/** "just now", "5 minutes ago", "yesterday", "in 3 days". */
export function formatRelative(iso: string, now: number, language?: string): string {
  let value = (new Date(iso).getTime() - now) / 1000;
  let unit: Intl.RelativeTimeFormatUnit = 'second';
  for (const [name, size] of steps) {
    if (Math.abs(value) < (unit === 'second' ? 45 : size)) break;
    value /= size;
    unit = name;
  }
  const words = new Intl.RelativeTimeFormat(regional(language), { numeric: 'auto' });
  return unit === 'second' ? words.format(0, 'second') : words.format(Math.round(value), unit);
}

/** The first moment of a calendar day in a zone, as the server wants it; `days` later for the end of a range. */
export function startOfDay(day: string, timeZone: string, days = 0): string {
  const noon = new Date(`${day}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() + days);
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(noon);
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') || 'Z';
  return new Date(`${noon.toISOString().slice(0, 10)}T00:00:00${offset}`).toISOString();
}
