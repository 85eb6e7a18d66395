import { createFileRoute, Outlet, useRouter } from '@tanstack/react-router';
import { Suspense } from 'react';
import { requireSession } from '@/api/guard';
import { ProblemPage } from '@/components/problem';
import { AppShell } from '@/features/app/shell/app-shell';
import { ShellSkeleton } from '@/features/app/shell/shell-skeleton';
import { Bell } from '@/features/engage/notifications/bell';
import { lazily } from '@/lib/lazily';

const ImportCommands = lazily(() => import('@/features/records/transfers/commands'));

const Live = lazily(() => import('@/features/edge/live/live').then(({ Live }) => ({ default: Live })));

/** Everything behind signing in. */
export const Route = createFileRoute('/_app')({
  beforeLoad: requireSession,
  component: () => (
    <AppShell bell={(look) => <Bell look={look} />}>
      <Outlet />
      <Suspense>
        <Live />
      </Suspense>
      <Suspense>
        <ImportCommands />
      </Suspense>
    </AppShell>
  ),
  pendingComponent: ShellSkeleton,
  pendingMs: 150,
  errorComponent: Failed,
});

/** Asks the server again; what is shown comes from the guard, so that a mere reset would change nothing. */
function Failed({ error }: { error: unknown }) {
  const router = useRouter();
  return <ProblemPage error={error} retry={() => void router.invalidate()} />;
}
