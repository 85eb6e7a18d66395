import { createFileRoute } from '@tanstack/react-router';
import { requireSession } from '@/api/guard';
import { ChooseWorkspacePage } from '@/features/access/sessions/choose-page';

export const Route = createFileRoute('/choose-workspace')({
  beforeLoad: requireSession,
  component: ChooseWorkspacePage,
});
