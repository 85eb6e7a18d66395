export const UNITS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;
export type Unit = keyof typeof UNITS;

/** The largest unit in which a time is a whole number. */
export function durationOf(seconds: number): { unit: Unit; count: number } {
  const whole = (['days', 'hours', 'minutes'] as const).find((unit) => seconds > 0 && seconds % UNITS[unit] === 0);
  return whole ? { unit: whole, count: seconds / UNITS[whole] } : { unit: 'seconds', count: seconds || 0 };
}
