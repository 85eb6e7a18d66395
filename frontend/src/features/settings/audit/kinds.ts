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

/** The first moment of a calendar day in a zone, as the server wants it; `days` later for the end of a range. */
export function startOfDay(day: string, timeZone: string, days = 0): string {
  const noon = new Date(`${day}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() + days);
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(noon);
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') || 'Z';
  return new Date(`${noon.toISOString().slice(0, 10)}T00:00:00${offset}`).toISOString();
}

/** A value of a change in one line: what it says, or as JSON; nothing at all is empty. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return value.join(', ');
  return JSON.stringify(value);
}
