import { TZDate } from '@date-fns/tz';
import type { CustomFieldOut } from '@/api/gen/types.gen';
import { formatMoney, formatNumber, formatPercent } from '@/lib/format';
import { formatDay, formatTime } from '@/lib/time';

export const ADDRESS_PARTS = ['street', 'city', 'region', 'postal_code', 'country'] as const;
export type Address = Partial<Record<(typeof ADDRESS_PARTS)[number], string>>;
/** What an editor holds: text, chosen options, or the parts of an address. */
export type Draft = string | string[] | Address;
/** Where amounts and times are read: the workspace's zone and the field's currency. */
export type Place = { timeZone: string; currency: string; language?: string };
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

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** A value as people read it; ids of members and customers stay ids. */
export function textOf(field: Pick<CustomFieldOut, 'type' | 'options'>, value: unknown, place: Place): string {
  if (isEmpty(value)) return '';
  const { language, timeZone, currency } = place;
  const labelOf = (key: unknown) => field.options.find((option) => option.key === key)?.label ?? String(key);
  switch (field.type) {
    case 'number':
      return formatNumber(Number(value), language);
    case 'percent':
      return formatPercent(Number(value) / 100, language);
    case 'currency':
      return isRecord(value)
        ? formatMoney(Number(value.amount_minor), String(value.currency ?? currency), language)
        : '';
    case 'date':
      return formatDay(String(value), { language });
    case 'date_time':
    case 'follow_up':
      return formatTime(String(value), { language, timeZone });
    case 'select':
      return labelOf(value);
    case 'multi_select':
      return Array.isArray(value) ? value.map(labelOf).join(', ') : '';
    case 'address':
      return isRecord(value)
        ? ADDRESS_PARTS.flatMap((part) => (value[part] ? [String(value[part])] : [])).join(', ')
        : '';
    default:
      return String(value);
  }
}
