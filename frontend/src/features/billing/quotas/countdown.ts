/** Minutes and seconds until a moment, never negative: `14:59`. */
export function countdown(at: string, now: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(at) - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The time of day, to the second. */
export const clock = (at: string, language?: string, timeZone?: string): string =>
  new Intl.DateTimeFormat(language, { timeStyle: 'medium', timeZone }).format(new Date(at));
