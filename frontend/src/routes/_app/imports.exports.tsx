import { createFileRoute } from '@tanstack/react-router';
import { ExportsPage } from '@/features/records/transfers/exports/page';
import { Guarded } from '@/features/records/transfers/frame';

export const Route = createFileRoute('/_app/imports/exports')({
  component: () => (
    <Guarded permission="customers:export">
      <ExportsPage />
    </Guarded>
  ),
});
