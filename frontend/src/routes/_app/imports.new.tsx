import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/records/transfers/frame';
import { UploadPage } from '@/features/records/transfers/imports/upload-page';

export const Route = createFileRoute('/_app/imports/new')({
  component: () => (
    <Guarded permission="customers:import">
      <UploadPage />
    </Guarded>
  ),
});
