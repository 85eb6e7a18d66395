import { createFileRoute } from '@tanstack/react-router';
import { RolesPage } from '@/features/access/roles/page';
import { Guarded } from '@/features/app/settings/layout';

export const Route = createFileRoute('/_app/settings/roles')({
  component: () => (
    <Guarded entry="roles">
      <RolesPage />
    </Guarded>
  ),
});
