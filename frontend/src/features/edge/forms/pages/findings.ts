import type { PublicField } from '@/api/gen/types.gen';
import { digitsOf } from './answers';
import { fill, words } from './words';

export type Finding = { pointer: string; code: string; message: string };

const own: Record<string, keyof typeof words.error> = {
  required: 'required',
  blank: 'required',
  not_an_email: 'email',
  not_a_url: 'url',
  not_a_number: 'number',
  not_money: 'number',
  not_an_amount: 'number',
  too_long: 'tooLong',
  not_an_option: 'option',
  pattern_mismatch: 'form',
};

/** What is wrong with an answer, in the visitor's language; the server's own words where it knows better than we do. */
export function sentenceOf(field: PublicField, { code, message }: Finding): string {
  const { type, limits } = field;
  if (type === 'consent' || (type === 'checkbox' && code === 'required')) return words.error.tick;
  if (type === 'phone') return code === 'required' ? words.error.required : words.error.phone;
  if (code === 'too_small' && limits.min !== null)
    return fill(words.error.tooSmall, { limit: limitOf(field, limits.min) });
  if (code === 'too_large' && limits.max !== null)
    return fill(words.error.tooLarge, { limit: limitOf(field, limits.max) });
  if (code === 'too_short') return words.error.tooShort;
  const known = own[code];
  if (known) return words.error[known];
  return document.documentElement.lang === 'en' && message
    ? `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
    : words.error.invalid;
}

const limitOf = ({ type, limits }: PublicField, limit: string | number): string =>
  type === 'currency' && limits.currency
    ? `${Number(limit) / 10 ** digitsOf(limits.currency)} ${limits.currency}`
    : String(limit);

/** `/values/plan/0` → `plan`: the question a finding belongs to. */
export const questionOf = (pointer: string): string | null => {
  const [, root, key] = pointer.split('/');
  return root === 'values' && key ? key.replaceAll('~1', '/').replaceAll('~0', '~') : null;
};
