import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/records/transfers/frame';
import { ImportsPage } from '@/features/records/transfers/imports/list-page';

export const Route = createFileRoute('/_app/imports/')({
  component: () => (
    <Guarded permission="customers:import">
      <ImportsPage />
    </Guarded>
  ),
});
