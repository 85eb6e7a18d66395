import { type QueryClient, queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { forgetHint, leaveHint, rememberFor } from '@/lib/storage';
import { getMeQueryKey } from './gen/@tanstack/react-query.gen';
import { getMe } from './gen/sdk.gen';
import type { MeOut } from './gen/types.gen';
import { rememberCsrfToken } from './runtime';

export type Me = MeOut;

/** Who is signed in, where, and what they may do: `GET /me`. Everything that shows or hides by permission reads this. */
export const meQuery = queryOptions({
  queryKey: getMeQueryKey(),
  staleTime: 5 * 60_000,
  queryFn: async ({ signal }) => {
    const { data } = await getMe({ signal, throwOnError: true });
    return adopt(data);
  },
});

function adopt(me: Me): Me {
  rememberCsrfToken(me.csrf_token);
  rememberFor(me.member.id);
  leaveHint();
  sayEnded(false);
  return me;
}

/** After signing in or changing the workspace: nothing cached belongs to the new place. */
export function enter(client: QueryClient, me: Me): void {
  client.clear();
  client.setQueryData(meQuery.queryKey, adopt(me));
}

/** After signing out: nothing of the person stays in this page. */
export function leave(client: QueryClient): void {
  forgetHint();
  rememberCsrfToken(undefined);
  rememberFor(undefined);
  sayEnded(false);
  client.clear();
}

/** The signed-in person. Only below the guarded layout, where it is always known. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data;

/** Permission names: `GET /permissions`. `false` while nobody is known. */
export function useMay(permission: string): boolean {
  const { data } = useQuery({ ...meQuery, enabled: false });
  return data?.permissions.includes(permission) ?? false;
}

/** Zone and currency of the workspace, for `lib/time` and `lib/format`. */
export function usePlace(): { timeZone: string; currency: string } {
  const { workspace } = useMe();
  return { timeZone: workspace.time_zone, currency: workspace.currency };
}

let ended = false;
const watchers = new Set<() => void>();
const watch = (changed: () => void) => {
  watchers.add(changed);
  return () => watchers.delete(changed);
};

/** The server no longer knows this session: the shell says so and leads to signing in again. */
export function sayEnded(now = true): void {
  ended = now;
  for (const changed of watchers) changed();
}

export const useEnded = (): boolean => useSyncExternalStore(watch, () => ended);
