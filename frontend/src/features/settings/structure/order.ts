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

type Node = { id: string; parent_id: string | null; position: number; name: string };

/** Folders as they stand below each other: every one right after what it lies in. Unknown parents count as the top. */
export function asTree<T extends Node>(folders: readonly T[]): { folder: T; depth: number }[] {
  const known = new Set(folders.map(({ id }) => id));
  const below = (parent: string | null, depth: number): { folder: T; depth: number }[] =>
    folders
      .filter(({ parent_id }) => (parent_id && known.has(parent_id) ? parent_id : null) === parent)
      .sort((a, b) => a.position - b.position || a.name.localeCompare(b.name))
      .flatMap((folder) => [{ folder, depth }, ...below(folder.id, depth + 1)]);
  return below(null, 0);
}

/** A folder and everything in it: where it cannot be put. */
export function withDescendants<T extends Node>(folders: readonly T[], id: string): Set<string> {
  const found = new Set([id]);
  for (const { folder } of asTree(folders)) if (folder.parent_id && found.has(folder.parent_id)) found.add(folder.id);
  return found;
}
