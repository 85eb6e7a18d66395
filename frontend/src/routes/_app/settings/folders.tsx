import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/app/settings/layout';
import { type FolderPlace, FoldersPage } from '@/features/records/folders/settings/page';
import { oneOf, uuid } from '@/lib/search';

export const Route = createFileRoute('/_app/settings/folders')({
  validateSearch: (search: Record<string, unknown>): FolderPlace => ({
    folder: uuid(search, 'folder'),
    part: oneOf(search, 'part', ['statuses', 'sections', 'permissions']),
  }),
  component: Folders,
});

function Folders() {
  const navigate = Route.useNavigate();
  return (
    <Guarded entry="folders">
      <FoldersPage place={Route.useSearch()} onPlace={(search) => void navigate({ search })} />
    </Guarded>
  );
}
