import type { MutationKey, QueryClient, QueryKey } from '@tanstack/react-query';

/** Changes cached answers at once; `undo` puts every one back as it was. */
export async function writeAhead<T>(
  client: QueryClient,
  keys: readonly QueryKey[],
  change: (cached: T) => T,
): Promise<{ undo: () => void }> {
  await Promise.all(keys.map((queryKey) => client.cancelQueries({ queryKey })));
  const before = keys.flatMap((queryKey) => client.getQueriesData<T>({ queryKey }));
  for (const [key, cached] of before) if (cached !== undefined) client.setQueryData(key, change(cached));
  return {
    undo: () => {
      for (const [key, cached] of before) client.setQueryData(key, cached);
    },
  };
}

/**
 * What the server saved, with what writes that are still on their way will change. Its answer to one write does not know of
 * the next: shown as it is, it would take back what was edited since, and the edit after that would begin from there.
 * For mutations whose variables are the patch they send.
 */
export function withPending<T extends object>(
  client: QueryClient,
  mutationKey: MutationKey,
  saved: T,
  own: Partial<T>,
): T {
  const pending = client.getMutationCache().findAll({ mutationKey, status: 'pending' });
  const patches = pending.map(({ state }) => state.variables as Partial<T>).filter((patch) => patch !== own);
  return Object.assign({}, saved, ...patches);
}

type Item = { id: string };
type Paged<T> = { items: T[] } | { pages: { items: T[] }[] } | undefined;

/** Changes one item wherever it is in a cached list, page or infinite. Same object back when it is not in there. */
export function changeItem<T extends Item, P extends Paged<T>>(
  cached: P,
  id: string,
  change: (item: T) => T | null,
): P {
  const items = (list: T[]) => {
    if (!list.some((item) => item.id === id)) return list;
    return list.flatMap((item) => (item.id === id ? (change(item) ?? []) : item));
  };
  if (!cached) return cached;
  if ('pages' in cached)
    return { ...cached, pages: cached.pages.map((page) => ({ ...page, items: items(page.items) })) };
  return { ...cached, items: items(cached.items) };
}

/** Keys of every cached call of an operation, whatever its parameters: `keysOf(client, 'listCustomers')`. */
export const keysOf = (client: QueryClient, operation: string): QueryKey[] =>
  client
    .getQueryCache()
    .getAll()
    .map((query) => query.queryKey)
    .filter(([first]) => isCallOf(first, operation));

const isCallOf = (first: unknown, operation: string): boolean =>
  typeof first === 'object' && first !== null && '_id' in first && first._id === operation;

/** A list of more pages than this is not read again from its beginning to its end because one row changed. */
const FEW_PAGES = 10;

/** Whether asking for a cached list again is cheap; for `refetchOnMount`, `refetchOnWindowFocus` and the like. */
export const isShort = ({ state: { data } }: { state: { data?: unknown } }): boolean =>
  !(typeof data === 'object' && data !== null && 'pages' in data && (data.pages as unknown[]).length > FEW_PAGES);

/**
 * After a write: every cached call of these operations is asked again. A long list keeps what it shows, the changed row
 * included, and comes new when it is opened the next time.
 */
export const askAgain = (client: QueryClient, operations: readonly string[]): Promise<unknown> =>
  Promise.all(
    client
      .getQueryCache()
      .getAll()
      .filter(({ queryKey: [first] }) => operations.some((operation) => isCallOf(first, operation)))
      .map((query) =>
        client.invalidateQueries({ queryKey: query.queryKey, refetchType: isShort(query) ? 'active' : 'none' }),
      ),
  );
