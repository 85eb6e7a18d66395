import { createRootRoute, Outlet } from '@tanstack/react-router';
import { TopBar } from '@/components/top-bar';

export const Route = createRootRoute({ component: Shell });

function Shell() {
  return (
    <>
      <TopBar />
      <Outlet />
    </>
  );
}
