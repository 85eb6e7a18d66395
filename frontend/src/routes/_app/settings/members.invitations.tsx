import { createFileRoute } from '@tanstack/react-router';
import { InvitationsPage } from '@/features/access/members/invitations-page';
import { Guarded } from '@/features/app/settings/layout';

export const Route = createFileRoute('/_app/settings/members/invitations')({
  component: () => (
    <Guarded entry="members">
      <InvitationsPage />
    </Guarded>
  ),
});
