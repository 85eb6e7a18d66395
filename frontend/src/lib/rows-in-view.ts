export type Range = { first: number; end: number };

/** Which rows of one height a list shows, with some more on both sides; `end` is the one after the last. */
export function rowsInView(top: number, view: number, height: number, count: number, more: number): Range {
  const first = Math.min(Math.max(Math.floor(top / height) - more, 0), Math.max(count - 1, 0));
  return { first, end: Math.min(Math.ceil((top + view) / height) + more, count) };
}

/** Where to scroll so that the whole row is in view; where one is when it is already. */
export function offsetFor(index: number, top: number, view: number, height: number): number {
  const start = index * height;
  if (start < top) return start;
  return Math.max(top, start + height - view);
}
