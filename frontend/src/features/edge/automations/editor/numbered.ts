/** Things without names of their own, each with its place as its key. */
export const numbered = <T>(items: readonly T[]) => items.map((item, index) => ({ item, index, key: `at-${index}` }));
