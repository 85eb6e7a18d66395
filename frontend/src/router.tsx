import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { NotFound, PageFailed } from '@/components/problem';
import { isMissingScript } from './lib/lazily';
import { routeTree } from './routeTree.gen';

export const createAppRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0, // the query cache decides what is stale
    scrollRestoration: true,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ({ error, reset }) => (
      <PageFailed
        detail={error instanceof Error ? error.message : String(error)}
        retry={isMissingScript(error) ? () => location.reload() : reset}
      />
    ),
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
