export type Place = 'before' | 'after' | 'inside';

/** Where a pointer at `y` would put something relative to a row: its upper part before, its lower part after. */
export function placeOf(y: number, { top, height }: { top: number; height: number }, inside: boolean): Place {
  const share = (y - top) / Math.max(height, 1);
  if (!inside) return share < 0.5 ? 'before' : 'after';
  if (share < 0.25) return 'before';
  return share > 0.75 ? 'after' : 'inside';
}

/** The ids with `source` put beside `target`; `source` may be new to the list. */
export function putBeside(
  ids: readonly string[],
  source: string,
  target: string,
  place: Exclude<Place, 'inside'>,
): string[] {
  const rest = ids.filter((id) => id !== source);
  const at = rest.indexOf(target) + (place === 'after' ? 1 : 0);
  return [...rest.slice(0, at), source, ...rest.slice(at)];
}

/** The ids with `source` at another place; places outside the list are its ends. */
export function putAt(ids: readonly string[], source: string, to: number): string[] {
  const rest = ids.filter((id) => id !== source);
  const at = Math.min(Math.max(to, 0), rest.length);
  return [...rest.slice(0, at), source, ...rest.slice(at)];
}

/** The items in the order of `ids`; what is not named stays behind them. */
export function inOrder<T extends { id: string }>(items: readonly T[], ids: readonly string[]): T[] {
  const at = new Map(ids.map((id, index) => [id, index]));
  const rank = ({ id }: T) => at.get(id) ?? ids.length;
  return [...items].sort((a, b) => rank(a) - rank(b));
}
