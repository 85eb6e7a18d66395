import { createFileRoute, notFound } from '@tanstack/react-router';
import { Guarded } from '@/features/records/transfers/frame';
import { RunPage } from '@/features/records/transfers/imports/run/page';
import { uuid } from '@/lib/search';

export const Route = createFileRoute('/_app/imports/$importId/')({
  beforeLoad: ({ params }) => {
    if (!uuid(params, 'importId')) throw notFound();
  },
  component: function ImportRoute() {
    const { importId } = Route.useParams();
    return (
      <Guarded permission="customers:import">
        <RunPage key={importId} importId={importId} />
      </Guarded>
    );
  },
});
