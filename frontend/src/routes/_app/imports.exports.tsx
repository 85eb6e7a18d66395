import { createFileRoute } from '@tanstack/react-router';
import { ExportsPage } from '@/features/records/imports/exports-page';
import { Guarded } from '@/features/records/imports/frame';

export const Route = createFileRoute('/_app/imports/exports')({
  component: () => (
    <Guarded permission="customers:export">
      <ExportsPage />
    </Guarded>
  ),
});
