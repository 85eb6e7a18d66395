import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { asProblem, isRefusal, type Problem } from './problem';

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** The error is shown where it happened (a form, a cell): no toast. */
      inline?: boolean;
    };
  }
}

type Reactions = {
  /** A write failed and nothing on the page says so. */
  onWriteFailed?: (problem: Problem) => void;
  /** The session ended, here or elsewhere. */
  onSignedOut?: () => void;
};

/** One cache for all server state. */
export function createQueryClient({ onWriteFailed, onSignedOut }: Reactions = {}) {
  const notice = (problem: Problem) => {
    if (problem.status === 401 && problem.code === 'unauthenticated') onSignedOut?.();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: (error) => notice(asProblem(error)) }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        const problem = asProblem(error);
        notice(problem);
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
