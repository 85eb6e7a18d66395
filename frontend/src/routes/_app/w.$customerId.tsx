import { createFileRoute } from '@tanstack/react-router';
import { overviewQuery } from '@/features/records/overview/shared/queries';
import { CustomerPanels } from '@/features/records/workspace/panels';

export const Route = createFileRoute('/_app/w/$customerId')({
  loader: ({ context: { queryClient }, params }) => {
    void queryClient.prefetchQuery(overviewQuery(params.customerId));
  },
  component: function CustomerRoute() {
    const { customerId } = Route.useParams();
    return <CustomerPanels key={customerId} customerId={customerId} />;
  },
});
