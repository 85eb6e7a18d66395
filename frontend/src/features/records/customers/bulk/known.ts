import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import type { CustomerOut } from '@/api/gen/types.gen';
import { knownCustomer } from '@/features/records/overview/shared/queries';
import type { Selection } from '@/sockets/selection';

/** The selected customers as far as the list has loaded them; null where the selection is a filter. */
export function useKnown(selection: Selection): CustomerOut[] | null {
  const client = useQueryClient();
  if (selection.kind === 'matching') return null;
  return selection.ids.flatMap((id) => knownCustomer(client, id) ?? []);
}

/** Who they are, kept before an edit takes them out of every list. */
export const namesOf = (client: QueryClient, ids: readonly string[]) =>
  ids.map((id) => ({ id, name: knownCustomer(client, id)?.name ?? id }));
