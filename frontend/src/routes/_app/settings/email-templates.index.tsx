import { createFileRoute } from '@tanstack/react-router';
import { TemplatesPage } from '@/features/settings/email-templates/page';
import { Guarded } from '@/features/settings/layout';
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
    <Guarded entry="emailTemplates">
      <TemplatesPage
        show={Route.useSearch().show ?? 'used'}
        onShow={(show) => void navigate({ search: { show: show === 'archived' ? show : undefined } })}
      />
    </Guarded>
  );
}
