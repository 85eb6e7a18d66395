import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/settings/layout';
import { InvitationsPage } from '@/features/settings/people/invitations-page';

export const Route = createFileRoute('/_app/settings/members/invitations')({
  component: () => (
    <Guarded entry="members">
      <InvitationsPage />
    </Guarded>
  ),
});
