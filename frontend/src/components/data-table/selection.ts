/** Ids after a click on a row's box; with Shift every row between the last one clicked and this one follows it. */
export function select(
  ids: readonly string[],
  chosen: ReadonlySet<string>,
  id: string,
  anchor: string | null,
  range: boolean,
): Set<string> {
  const next = new Set(chosen);
  const on = !chosen.has(id);
  const [from, to] = [anchor ? ids.indexOf(anchor) : -1, ids.indexOf(id)];
  const span = range && from >= 0 ? ids.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  for (const each of span) on ? next.add(each) : next.delete(each);
  return next;
}
