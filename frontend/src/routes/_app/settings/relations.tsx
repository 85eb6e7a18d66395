import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/app/settings/layout';
import { RelationsPage } from '@/features/records/relations/settings/page';

export const Route = createFileRoute('/_app/settings/relations')({
  component: () => (
    <Guarded entry="relations">
      <RelationsPage />
    </Guarded>
  ),
});
