import { createFileRoute, Outlet } from '@tanstack/react-router';
import { requireSession } from '@/api/guard';
import { ProblemPage } from '@/components/problem';
import { AppShell } from '@/features/shell/app-shell';

/** Everything behind signing in. */
export const Route = createFileRoute('/_app')({
  beforeLoad: requireSession,
  component: () => (
    <AppShell>
      <Outlet />
    </AppShell>
  ),
  errorComponent: ({ error, reset }) => <ProblemPage error={error} retry={reset} />,
});
