import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/settings/layout';
import { RelationsPage } from '@/features/settings/structure/relations-page';

export const Route = createFileRoute('/_app/settings/relations')({
  component: () => (
    <Guarded entry="relations">
      <RelationsPage />
    </Guarded>
  ),
});
