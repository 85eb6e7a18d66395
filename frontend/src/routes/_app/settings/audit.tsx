import { createFileRoute } from '@tanstack/react-router';
import { kinds } from '@/features/access/audit/kinds';
import { type AuditFilter, AuditPage } from '@/features/access/audit/page';
import { Guarded } from '@/features/app/settings/layout';
import { oneOf, text, uuid } from '@/lib/search';

export const Route = createFileRoute('/_app/settings/audit')({
  validateSearch: (search: Record<string, unknown>): AuditFilter => ({
    kind: oneOf(search, 'kind', kinds),
    actor_id: uuid(search, 'actor_id'),
    from: text(search, 'from'),
    to: text(search, 'to'),
  }),
  component: Audit,
});

function Audit() {
  const navigate = Route.useNavigate();
  return (
    <Guarded entry="audit">
      <AuditPage
        filter={Route.useSearch()}
        onFilter={(next) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true })}
      />
    </Guarded>
  );
}
