import { createFileRoute, redirect } from '@tanstack/react-router';
import { meQuery } from '@/api/session';
import { NothingAllowed } from '@/features/app/settings/layout';

/** Leads to the first page one may see. */
export const Route = createFileRoute('/_app/settings/')({
  beforeLoad: async ({ context: { queryClient } }) => {
    const { permissions } = await queryClient.ensureQueryData(meQuery);
    // The pages of the settings are many: their list is no part of the first script.
    const { settingsFor } = await import('@/sockets/settings');
    const [first] = settingsFor(permissions);
    if (first) throw redirect({ to: first.to, replace: true });
  },
  component: NothingAllowed,
});
