/** One address or range a line (commas work too), without empty ones and doubles. */
export const readNetworks = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,;]+/)
      .map((each) => each.trim())
      .filter(Boolean),
  ),
];

/** The last moment of a chosen day, where the workspace is: a key that expires on a day works on that day. */
export function endOfDay(day: string, timeZone: string): string {
  const noon = new Date(`${day}T12:00:00Z`);
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(noon);
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') || 'Z';
  return new Date(`${day}T23:59:59${offset}`).toISOString();
}
