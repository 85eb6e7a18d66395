import { createFileRoute } from '@tanstack/react-router';
import { ResetPage } from '@/features/access/sessions/reset-page';
import { tokenOf } from '@/lib/search';

export const Route = createFileRoute('/reset-password')({
  component: () => <ResetPage token={tokenOf(Route.useRouteContext().hash)} />,
  beforeLoad: ({ location }) => ({ hash: location.hash }),
});
