import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/app/settings/layout';
import { TemplatesPage } from '@/features/engage/email-templates/page';
import { oneOf } from '@/lib/search';

export const Route = createFileRoute('/_app/settings/email-templates/')({
  validateSearch: (search: Record<string, unknown>): { show?: 'archived' } => ({
    show: oneOf(search, 'show', ['archived']),
  }),
  component: Templates,
});

function Templates() {
  const navigate = Route.useNavigate();
  return (
    <Guarded entry="email-templates">
      <TemplatesPage
        show={Route.useSearch().show ?? 'used'}
        onShow={(show) => void navigate({ search: { show: show === 'archived' ? show : undefined } })}
      />
    </Guarded>
  );
}
