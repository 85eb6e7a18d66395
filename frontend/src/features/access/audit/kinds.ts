/** Groups of events, as the server names them. */
export const kinds = [
  'customer',
  'note',
  'tag',
  'field',
  'folder',
  'status',
  'relation',
  'profile',
  'work',
  'settings',
  'security',
  'import',
  'other',
] as const;
export type Kind = (typeof kinds)[number];

export { startOfDay } from '@/lib/time';

/** A value of a change in one line: what it says, or as JSON; nothing at all is empty. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return value.join(', ');
  return JSON.stringify(value);
}
