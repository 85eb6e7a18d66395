import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/app/settings/layout';
import { FeaturesPage } from '@/features/billing/features/settings/page';

export const Route = createFileRoute('/_app/settings/features')({
  component: () => (
    <Guarded entry="features">
      <FeaturesPage />
    </Guarded>
  ),
});
