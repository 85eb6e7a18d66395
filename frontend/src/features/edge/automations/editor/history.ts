/** What was, what is, and what was taken back. */
export type History<T> = { past: readonly T[]; now: T; future: readonly T[]; mark: string | null };

const MOST = 100;

export const begin = <T>(now: T): History<T> => ({ past: [], now, future: [], mark: null });

/** `mark`: changes with the same one in a row (typing in one field) are taken back together. */
export function change<T>(history: History<T>, now: T, mark: string | null = null): History<T> {
  if (Object.is(now, history.now) || JSON.stringify(now) === JSON.stringify(history.now)) return history;
  if (mark !== null && mark === history.mark) return { ...history, now, future: [] };
  return { past: [...history.past, history.now].slice(-MOST), now, future: [], mark };
}

export function undo<T>({ past, now, future, mark }: History<T>): History<T> {
  const before = past.at(-1);
  if (before === undefined) return { past, now, future, mark };
  return { past: past.slice(0, -1), now: before, future: [now, ...future], mark: null };
}

export function redo<T>({ past, now, future, mark }: History<T>): History<T> {
  const [next, ...rest] = future;
  if (next === undefined) return { past, now, future, mark };
  return { past: [...past, now], now: next, future: rest, mark: null };
}
