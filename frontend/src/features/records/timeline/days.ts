import { dayKey } from '@/lib/time';

export type DayGroup<T> = { day: string; items: T[] };

/** Groups events, newest first, by the day they belong to in a zone. */
export function byDay<T extends { occurred_at: string }>(items: readonly T[], timeZone: string): DayGroup<T>[] {
  const groups: DayGroup<T>[] = [];
  for (const item of items) {
    const day = dayKey(item.occurred_at, timeZone);
    const last = groups.at(-1);
    if (last?.day === day) last.items.push(item);
    else groups.push({ day, items: [item] });
  }
  return groups;
}
