import { dayKey, startOfDay } from '@/lib/time';

/** How far back the server sends again; a minute less, so that a request on its way is not too late. */
const REACH = 30 * 86_400_000 - 60_000;

/** The first day that can be chosen. */
export const earliestDay = (timeZone: string, now: number) => dayKey(new Date(now - REACH).toISOString(), timeZone);

/** Whole days as moments: from the beginning of the first to the end of the last, within what the server has. */
export function momentsOf(since: string, until: string | null, timeZone: string, now: number) {
  const from = Math.max(Date.parse(startOfDay(since, timeZone)), now - REACH);
  const to = until ? startOfDay(until, timeZone, 1) : null;
  return { since: new Date(from).toISOString(), until: to && Date.parse(to) < now ? to : null };
}
