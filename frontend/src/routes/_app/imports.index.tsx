import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/records/imports/frame';
import { ImportsPage } from '@/features/records/imports/list-page';

export const Route = createFileRoute('/_app/imports/')({
  component: () => (
    <Guarded permission="customers:import">
      <ImportsPage />
    </Guarded>
  ),
});
