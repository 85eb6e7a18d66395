import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { checkAutomation } from '@/api/gen/sdk.gen';
import type { DraftIn, FieldError } from '@/api/gen/types.gen';
import { asProblem } from '@/lib/problem';
import { useDebounced } from '@/lib/use-debounced';
import { type Draft, flowOf } from '../shared/flow';
import { type Located, locate } from './pointers';

/** What is wrong with the draft, in the server's words, a moment after the last key. */
export function useCheck(draft: Draft, automationId: string | null, enabled: boolean) {
  const flow = flowOf(draft);
  const now = JSON.stringify(flow);
  const text = useDebounced(now, 350);
  const check = useQuery({
    queryKey: ['automation-check', automationId, text],
    queryFn: async ({ signal }): Promise<Located[]> => {
      const asked = JSON.parse(text) as typeof flow;
      const body = { ...asked, automation_id: automationId } as DraftIn;
      const locateIn = (error: FieldError) => locate(error, asked);
      try {
        const { data } = await checkAutomation({ body, signal, throwOnError: true });
        return data.errors.map(locateIn);
      } catch (thrown) {
        const problem = asProblem(thrown);
        if (problem.status === 422 && problem.errors.length) return problem.errors.map(locateIn);
        throw thrown;
      }
    },
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    gcTime: 30_000,
  });
  return { errors: check.data ?? [], checking: text !== now || check.isFetching, failed: check.error };
}
