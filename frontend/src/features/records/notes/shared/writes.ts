import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRefresh } from '@/features/records/overview/shared/writes';
import { askAgain } from '@/lib/optimistic';

/** Writes to the notes of a customer; what shows them is asked again. */
export function useNoteWrites(customerId: string) {
  const client = useQueryClient();
  const refresh = useRefresh(customerId);
  return useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onSettled: () => Promise.all([refresh(), askAgain(client, ['listNotes'])]),
  });
}
