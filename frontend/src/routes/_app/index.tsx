import { createFileRoute, redirect } from '@tanstack/react-router';
import { railEntries } from '@/sockets/rail';

/** The address itself leads to the first place of the rail. */
export const Route = createFileRoute('/_app/')({
  beforeLoad: () => {
    throw redirect({ to: railEntries.find(({ place }) => place !== 'end')?.to ?? '/start', replace: true });
  },
});
