import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/app/settings/layout';
import { WebhooksPage } from '@/features/edge/webhooks/page';

export const Route = createFileRoute('/_app/settings/webhooks/')({
  component: () => (
    <Guarded entry="webhooks">
      <WebhooksPage />
    </Guarded>
  ),
});
