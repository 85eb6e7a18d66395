import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/app/settings/layout';
import { EmbedsPage } from '@/features/edge/embeds/settings/page';

export const Route = createFileRoute('/_app/settings/embeds')({ component: Embeds });

function Embeds() {
  return (
    <Guarded entry="embeds">
      <EmbedsPage />
    </Guarded>
  );
}
