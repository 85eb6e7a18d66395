import { QueryClient } from '@tanstack/react-query';

/** One cache for all server state. A refusal (4xx) is an answer and is not asked again; a failed connection is, once. */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 1 && !isRefusal(error),
      },
    },
  });

/** The generated client throws the parsed problem document (RFC 9457), which carries `status`. */
function isRefusal(error: unknown): boolean {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500;
}
