import { createFileRoute } from '@tanstack/react-router';
import { AccountPage } from '@/features/access/accounts/page';
import { SessionList } from '@/features/access/sessions/session-list';
import { NotificationPreferences } from '@/features/engage/notifications/preferences';

export const Route = createFileRoute('/_app/account')({
  component: () => <AccountPage notifications={<NotificationPreferences />} sessions={<SessionList />} />,
});
