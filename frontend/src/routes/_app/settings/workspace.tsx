import { createFileRoute } from '@tanstack/react-router';
import { getWorkspaceOptions } from '@/api/gen/@tanstack/react-query.gen';
import { Guarded } from '@/features/settings/layout';
import { WorkspacePage } from '@/features/settings/workspace';

export const Route = createFileRoute('/_app/settings/workspace')({
  loader: ({ context: { queryClient } }) => void queryClient.prefetchQuery(getWorkspaceOptions()),
  component: () => (
    <Guarded entry="workspace">
      <WorkspacePage />
    </Guarded>
  ),
});
