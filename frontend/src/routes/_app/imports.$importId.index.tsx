import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/records/imports/frame';
import { RunPage } from '@/features/records/imports/run-page';

export const Route = createFileRoute('/_app/imports/$importId/')({
  component: function ImportRoute() {
    const { importId } = Route.useParams();
    return (
      <Guarded permission="customers:import">
        <RunPage key={importId} importId={importId} />
      </Guarded>
    );
  },
});
