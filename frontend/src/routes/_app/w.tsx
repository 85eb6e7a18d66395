import { createFileRoute, Outlet } from '@tanstack/react-router';
import { readSearch } from '@/features/records/workspace/address';
import { countsQuery, foldersQuery } from '@/features/records/workspace/queries';
import { WorkspacePage } from '@/features/records/workspace/workspace-page';

export const Route = createFileRoute('/_app/w')({
  validateSearch: readSearch,
  loader: ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(foldersQuery);
    void queryClient.prefetchQuery(countsQuery);
  },
  component: () => (
    <WorkspacePage>
      <Outlet />
    </WorkspacePage>
  ),
});
