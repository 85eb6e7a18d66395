import { TZDate } from '@date-fns/tz';
import type { CustomFieldOut } from '@/api/gen/types.gen';
import { ADDRESS_PARTS, type Place } from './text';

export { ADDRESS_PARTS, isEmpty, type Place, textOf } from './text';

export type Address = Partial<Record<(typeof ADDRESS_PARTS)[number], string>>;
/** What an editor holds: text, chosen options, or the parts of an address. */
export type Draft = string | string[] | Address;
type Kind = CustomFieldOut['type'];

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const digitsOf = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** `2026-11-22T10:30` on the clock of a zone. */
export function localMoment(iso: string, timeZone: string): string {
  const at = new TZDate(iso, timeZone);
  if (Number.isNaN(at.getTime())) return '';
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The moment at which the clock of a zone shows `2026-11-22T10:30`; undefined when that is no time. */
export function momentOf(local: string, timeZone: string): string | undefined {
  const [, year, month, day, hour, minute] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(local) ?? [];
  if (!year) return undefined;
  const at = new TZDate(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), timeZone);
  return Number.isNaN(at.getTime()) ? undefined : new Date(at.getTime()).toISOString();
}

export function toDraft(type: Kind, value: unknown, { timeZone, currency }: Place): Draft {
  if (type === 'multi_select') return Array.isArray(value) ? value.map(String) : [];
  if (type === 'address') return isRecord(value) ? (value as Address) : {};
  if (value === null || value === undefined) return '';
  if (type === 'currency' && isRecord(value)) {
    const digits = digitsOf(currency);
    return (Number(value.amount_minor) / 10 ** digits).toFixed(digits);
  }
  if (type === 'date_time' || type === 'follow_up') return localMoment(String(value), timeZone);
  return String(value);
}

type Read = { value: unknown } | { wrong: 'number' | 'moment' };

/** "1.234,50" and "1,234.50" both: the last sign before one or two digits at the end is the decimal one. */
export function readNumber(typed: string): number {
  const bare = typed.replace(/[\s\u00a0%']/g, '');
  const [comma, dot] = [bare.lastIndexOf(','), bare.lastIndexOf('.')];
  const mixed = comma >= 0 && dot >= 0;
  const decimal = mixed ? (comma > dot ? ',' : '.') : comma >= 0 && !/,\d{3}(,|$)/.test(bare) ? ',' : '.';
  const thousands = decimal === ',' ? '.' : ',';
  const plain = bare.replaceAll(thousands, '').replace(decimal, '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : Number.NaN;
}

/** What is sent for a draft; empty drafts clear the field. */
export function fromDraft(type: Kind, draft: Draft, { timeZone, currency }: Place): Read {
  if (Array.isArray(draft)) return { value: draft.length ? draft : null };
  if (typeof draft === 'object') {
    const parts = Object.fromEntries(
      ADDRESS_PARTS.flatMap((part) => (draft[part]?.trim() ? [[part, draft[part]?.trim()]] : [])),
    );
    return { value: Object.keys(parts).length ? parts : null };
  }
  const text = draft.trim();
  if (!text) return { value: null };
  if (type === 'number' || type === 'percent' || type === 'currency') {
    const number = readNumber(text);
    if (Number.isNaN(number)) return { wrong: 'number' };
    if (type !== 'currency') return { value: number };
    return { value: { amount_minor: Math.round(number * 10 ** digitsOf(currency)), currency } };
  }
  if (type === 'date_time' || type === 'follow_up') {
    const moment = momentOf(text, timeZone);
    return moment ? { value: moment } : { wrong: 'moment' };
  }
  return { value: text };
}
