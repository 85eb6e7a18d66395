import { MutationCache, QueryClient } from '@tanstack/react-query';
import { asProblem, isRefusal, type Problem } from './problem';

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** The error is shown where it happened (a form, a cell): no toast. */
      inline?: boolean;
      /** The page writes it by itself (that a customer was looked at): not a change of the person's that could be lost. */
      bookkeeping?: boolean;
    };
  }
}

/** One cache for all server state. `onWriteFailed` hears of a write that failed while nothing on the page says so. */
export function createQueryClient(onWriteFailed?: (problem: Problem) => void) {
  return new QueryClient({
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        const problem = asProblem(error);
        if (problem.code !== 'unauthenticated' && !mutation.meta?.inline) onWriteFailed?.(problem);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 1 && !isRefusal(error),
        retryDelay: 800,
      },
    },
  });
}
