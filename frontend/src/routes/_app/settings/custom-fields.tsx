import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/app/settings/layout';
import { FieldsPage } from '@/features/records/custom-fields/settings/page';
import { oneOf } from '@/lib/search';

export const Route = createFileRoute('/_app/settings/custom-fields')({
  validateSearch: (search: Record<string, unknown>): { show?: 'archived' } => ({
    show: oneOf(search, 'show', ['archived']),
  }),
  component: Fields,
});

function Fields() {
  const navigate = Route.useNavigate();
  return (
    <Guarded entry="custom-fields">
      <FieldsPage
        show={Route.useSearch().show ?? 'used'}
        onShow={(show) => void navigate({ search: { show: show === 'archived' ? show : undefined } })}
      />
    </Guarded>
  );
}
