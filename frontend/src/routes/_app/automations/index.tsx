import { createFileRoute } from '@tanstack/react-router';
import { NEW } from '@/features/edge/automations/address';
import { AutomationsPage } from '@/features/edge/automations/list/page';
import { text } from '@/lib/search';

export const Route = createFileRoute('/_app/automations/')({
  validateSearch: (search: Record<string, unknown>): { q?: string } => ({ q: text(search, 'q') }),
  component: Automations,
});

function Automations() {
  const navigate = Route.useNavigate();
  const open = (automationId: string, template?: string) =>
    void navigate({ to: '/automations/$automationId', params: { automationId }, search: { template } });
  return (
    <AutomationsPage
      q={Route.useSearch().q ?? ''}
      onQ={(q) => void navigate({ search: { q: q || undefined }, replace: true })}
      onOpen={(id) => open(id)}
      onNew={(template) => open(NEW, template ?? undefined)}
    />
  );
}
