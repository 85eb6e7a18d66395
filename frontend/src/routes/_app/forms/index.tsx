import { createFileRoute } from '@tanstack/react-router';
import { FormsPage } from '@/features/edge/forms/forms-page';
import { text } from '@/lib/search';

export const Route = createFileRoute('/_app/forms/')({
  validateSearch: (search: Record<string, unknown>): { q?: string } => ({ q: text(search, 'q') }),
  component: Forms,
});

function Forms() {
  const navigate = Route.useNavigate();
  return (
    <FormsPage
      q={Route.useSearch().q ?? ''}
      onQ={(q) => void navigate({ search: { q: q || undefined }, replace: true })}
      onOpen={(formId) => void navigate({ to: '/forms/$formId', params: { formId }, search: {} })}
    />
  );
}
