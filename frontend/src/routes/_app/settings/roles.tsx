import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/settings/layout';
import { RolesPage } from '@/features/settings/rights/roles-page';

export const Route = createFileRoute('/_app/settings/roles')({
  component: () => (
    <Guarded entry="roles">
      <RolesPage />
    </Guarded>
  ),
});
