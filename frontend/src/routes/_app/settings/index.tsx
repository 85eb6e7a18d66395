import { createFileRoute, redirect } from '@tanstack/react-router';
import { meQuery } from '@/api/session';
import { entriesFor } from '@/features/app/settings/entries';
import { NothingAllowed } from '@/features/app/settings/layout';

/** Leads to the first page one may see. */
export const Route = createFileRoute('/_app/settings/')({
  beforeLoad: async ({ context: { queryClient } }) => {
    const { permissions } = await queryClient.ensureQueryData(meQuery);
    const [first] = entriesFor(permissions);
    if (first) throw redirect({ to: first.to, replace: true });
  },
  component: NothingAllowed,
});
