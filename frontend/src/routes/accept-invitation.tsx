import { createFileRoute } from '@tanstack/react-router';
import { AcceptPage } from '@/features/access/invitations/accept-page';
import { tokenOf } from '@/lib/search';

export const Route = createFileRoute('/accept-invitation')({
  component: () => <AcceptPage token={tokenOf(Route.useRouteContext().hash)} />,
  beforeLoad: ({ location }) => ({ hash: location.hash }),
});
