import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/app/settings/layout';
import { EndpointPage, type LogPlace } from '@/features/edge/webhooks/endpoint/page';
import { oneOf, uuid } from '@/lib/search';

export const Route = createFileRoute('/_app/settings/webhooks/$endpointId')({
  validateSearch: (search: Record<string, unknown>): LogPlace => ({
    show: oneOf(search, 'show', ['waiting', 'delivered', 'failed', 'withheld']),
    delivery: uuid(search, 'delivery'),
  }),
  component: Endpoint,
});

function Endpoint() {
  const navigate = Route.useNavigate();
  const { endpointId } = Route.useParams();
  return (
    <Guarded entry="webhooks">
      <EndpointPage
        key={endpointId}
        id={endpointId}
        place={Route.useSearch()}
        onPlace={(next) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true })}
      />
    </Guarded>
  );
}
