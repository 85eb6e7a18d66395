import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/app/settings/layout';
import { type KeyFilter, KeysPage } from '@/features/edge/api-keys/page';
import { oneOf, uuid } from '@/lib/search';

export const Route = createFileRoute('/_app/settings/api-keys')({
  validateSearch: (search: Record<string, unknown>): KeyFilter => ({
    member_id: uuid(search, 'member_id'),
    state: oneOf(search, 'state', ['all']),
  }),
  component: Keys,
});

function Keys() {
  const navigate = Route.useNavigate();
  return (
    <Guarded entry="api-keys">
      <KeysPage
        filter={Route.useSearch()}
        onFilter={(next) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true })}
      />
    </Guarded>
  );
}
