import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/records/imports/frame';
import { UploadPage } from '@/features/records/imports/upload-page';

export const Route = createFileRoute('/_app/imports/new')({
  component: () => (
    <Guarded permission="customers:import">
      <UploadPage />
    </Guarded>
  ),
});
