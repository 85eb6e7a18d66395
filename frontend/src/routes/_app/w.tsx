import { createFileRoute, Outlet } from '@tanstack/react-router';
import { allFolders, folderCounts } from '@/api/catalogues';
import { readSearch } from '@/features/records/workspace/address';
import { WorkspacePage } from '@/features/records/workspace/workspace-page';

export const Route = createFileRoute('/_app/w')({
  validateSearch: readSearch,
  loader: ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(allFolders);
    void queryClient.prefetchQuery(folderCounts);
  },
  component: () => (
    <WorkspacePage>
      <Outlet />
    </WorkspacePage>
  ),
});
