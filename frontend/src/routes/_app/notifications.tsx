import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { NotificationsPage } from '@/features/engage/notifications/page';

export const Route = createFileRoute('/_app/notifications')({
  validateSearch: (search: Record<string, unknown>): { unread?: true } =>
    search.unread === true ? { unread: true } : {},
  component: Notifications,
});

function Notifications() {
  const { unread } = Route.useSearch();
  const navigate = useNavigate();
  return (
    <NotificationsPage
      unread={unread === true}
      onUnread={(only) => void navigate({ to: '.', search: { unread: only || undefined }, replace: true })}
    />
  );
}
