import { createFileRoute } from '@tanstack/react-router';
import { EmbedsPage } from '@/features/settings/embeds/page';
import { Guarded } from '@/features/settings/layout';

export const Route = createFileRoute('/_app/settings/embeds')({ component: Embeds });

function Embeds() {
  return (
    <Guarded entry="embeds">
      <EmbedsPage />
    </Guarded>
  );
}
