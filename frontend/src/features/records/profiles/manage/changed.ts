import { useQueryClient } from '@tanstack/react-query';
import { useRefresh } from '@/features/records/overview/shared/writes';
import { keysOf } from '@/lib/optimistic';

/** After a change of an identity: the list, the questions about it, and the counts of the profile. */
export function useProfilesChanged(customerId: string): () => Promise<unknown> {
  const client = useQueryClient();
  const refresh = useRefresh(customerId);
  return () =>
    Promise.all([
      refresh(),
      ...['listProfiles', 'listProfileConflicts'].flatMap((operation) =>
        keysOf(client, operation).map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
    ]);
}
