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
