import { type QueryClient, queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { rememberFor } from '@/lib/storage';
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
  return me;
}

/** After signing in or changing the workspace: nothing cached belongs to the new place. */
export function enter(client: QueryClient, me: Me): void {
  client.clear();
  client.setQueryData(meQuery.queryKey, adopt(me));
}

export function leave(client: QueryClient): void {
  rememberCsrfToken(undefined);
  rememberFor(undefined);
  client.clear();
}

/** The signed-in person. Only below the guarded layout, where it is always known. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data;

/** Permission names: `GET /permissions`. `false` while nobody is known. */
export function useMay(permission: string): boolean {
  const { data } = useQuery({ ...meQuery, enabled: false });
  return data?.permissions.includes(permission) ?? false;
}

/** Language and zone for `lib/time` and `lib/format`. */
export function usePlace(): { timeZone: string; currency: string } {
  const { workspace } = useMe();
  return { timeZone: workspace.time_zone, currency: workspace.currency };
}
