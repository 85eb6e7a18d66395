import { createFileRoute } from '@tanstack/react-router';
import { getWorkspaceOptions } from '@/api/gen/@tanstack/react-query.gen';
import { WorkspacePage } from '@/features/access/workspaces/page';
import { Guarded } from '@/features/app/settings/layout';

export const Route = createFileRoute('/_app/settings/workspace')({
  loader: ({ context: { queryClient } }) => void queryClient.prefetchQuery(getWorkspaceOptions()),
  component: () => (
    <Guarded entry="workspace">
      <WorkspacePage />
    </Guarded>
  ),
});
