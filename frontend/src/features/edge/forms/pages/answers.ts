import type { PublicField } from '@/api/gen/types.gen';

/** What is in the controls: text of inputs, ticks of boxes, chosen options, parts of an address. */
export type Draft = string | boolean | string[] | Record<string, string>;
export type Drafts = Record<string, Draft>;

export const addressParts = ['street', 'city', 'region', 'postal_code', 'country'] as const;

const list = (draft: Draft | undefined): string[] => (Array.isArray(draft) ? draft : []);
const parts = (draft: Draft | undefined): Record<string, string> =>
  typeof draft === 'object' && !Array.isArray(draft) ? draft : {};

export const textOf = (draft: Draft | undefined): string => (typeof draft === 'string' ? draft : '');
export const chosenOf = list;
export const partsOf = parts;

/** How many digits a currency has after its point: 2 for EUR, 0 for JPY. */
export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** A number as people type it: `1.234,5` where the comma is the point, `1,234.5` elsewhere. NaN when it is none. */
export function numberOf(text: string): number {
  const plain = text.trim().replace(/[\s'’]/g, '');
  const comma = plain.lastIndexOf(',');
  const point = plain.lastIndexOf('.');
  const both = comma >= 0 && point >= 0;
  const thousands = both ? (comma > point ? '.' : ',') : '';
  const clean = (thousands ? plain.replaceAll(thousands, '') : plain).replace(',', '.');
  return /^[+-]?\d+(\.\d+)?$/.test(clean) ? Number(clean) : Number.NaN;
}

/** One answer as the API takes it, undefined when there is none. A text that is no number goes as it is: the server says so. */
export function answerOf(field: PublicField, draft: Draft | undefined): unknown {
  switch (field.type) {
    case 'checkbox':
    case 'consent':
      return draft === true;
    case 'multi_select':
      return list(draft).length ? list(draft) : undefined;
    case 'address': {
      const filled = Object.entries(parts(draft)).filter(([, text]) => text.trim());
      return filled.length ? Object.fromEntries(filled) : undefined;
    }
  }
  const text = textOf(draft);
  if (!text.trim()) return undefined;
  switch (field.type) {
    case 'number':
    case 'percent':
      return Number.isNaN(numberOf(text)) ? text : numberOf(text);
    case 'currency': {
      const currency = field.limits.currency ?? 'EUR';
      const amount = numberOf(text);
      return Number.isNaN(amount) ? text : { amount_minor: Math.round(amount * 10 ** digitsOf(currency)), currency };
    }
    case 'date_time':
      return Number.isNaN(Date.parse(text)) ? text : new Date(text).toISOString();
  }
  return text;
}

export const answersOf = (fields: readonly PublicField[], drafts: Drafts): Record<string, unknown> =>
  Object.fromEntries(
    fields.map((field) => [field.key, answerOf(field, drafts[field.key])]).filter(([, answer]) => answer !== undefined),
  );

/** `answerOf` the other way round: what a control shows of a value that is known. */
export function draftOf(field: PublicField, value: unknown): Draft {
  switch (field.type) {
    case 'checkbox':
    case 'consent':
      return value === true;
    case 'multi_select':
      return Array.isArray(value) ? value.map(String) : [];
    case 'address':
      return Object.fromEntries(
        Object.entries(value as object).flatMap(([part, text]) => (text ? [[part, String(text)]] : [])),
      );
    case 'currency': {
      const { amount_minor, currency } = value as { amount_minor: number; currency: string };
      const digits = digitsOf(currency);
      return (amount_minor / 10 ** digits).toFixed(digits);
    }
    case 'date_time': {
      const at = new Date(String(value));
      const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString();
      return local.slice(0, at.getSeconds() ? 19 : 16);
    }
  }
  return String(value);
}

export const draftsOf = (fields: readonly PublicField[], values: Record<string, unknown>): Drafts =>
  Object.fromEntries(
    fields
      .filter(({ key }) => Object.hasOwn(values, key))
      .map((field) => [field.key, draftOf(field, values[field.key])]),
  );

/** Required questions without an answer, found before anything is sent. */
export const unanswered = (fields: readonly PublicField[], drafts: Drafts): string[] =>
  fields
    .filter((field) => {
      const answer = answerOf(field, drafts[field.key]);
      return field.required && (answer === undefined || answer === false);
    })
    .map(({ key }) => key);
