import { createFileRoute } from '@tanstack/react-router';
import { type MemberFilter, MembersPage } from '@/features/access/members/members-page';
import { Guarded } from '@/features/app/settings/layout';
import { oneOf, text, uuid } from '@/lib/search';

const states = ['active', 'suspended', 'removed'] as const;

export const Route = createFileRoute('/_app/settings/members/')({
  validateSearch: (search: Record<string, unknown>): MemberFilter => ({
    q: text(search, 'q'),
    role_id: uuid(search, 'role_id'),
    state: oneOf(search, 'state', states),
  }),
  component: Members,
});

function Members() {
  const navigate = Route.useNavigate();
  return (
    <Guarded entry="members">
      <MembersPage
        filter={Route.useSearch()}
        onFilter={(next) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true })}
      />
    </Guarded>
  );
}
