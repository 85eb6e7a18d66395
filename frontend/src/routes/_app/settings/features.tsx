import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/settings/layout';
import { FeaturesPage } from '@/features/settings/plans/page';

export const Route = createFileRoute('/_app/settings/features')({
  component: () => (
    <Guarded entry="features">
      <FeaturesPage />
    </Guarded>
  ),
});
