import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/settings/layout';
import { WebhooksPage } from '@/features/settings/webhooks/page';

export const Route = createFileRoute('/_app/settings/webhooks/')({
  component: () => (
    <Guarded entry="webhooks">
      <WebhooksPage />
    </Guarded>
  ),
});
