/** Without case and accents, so that "malaga" finds "Málaga". */
export const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Those that have every word of the query at the beginning of a word (first) or anywhere (after); all for an empty query. */
export function rank<T>(items: readonly T[], query: string, textOf: (item: T) => string): T[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  return items
    .flatMap((item) => {
      const text = ` ${fold(textOf(item))}`;
      if (!words.every((word) => text.includes(word))) return [];
      return { item, score: words.filter((word) => text.includes(` ${word}`)).length };
    })
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}
