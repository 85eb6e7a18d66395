import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ProfileProps } from '@/sockets/profile';
import { mayWith } from '@/sockets/record';
import { Feed } from './feed';

/** In the profile the address keeps which kinds are shown. */
export default function TimelineSection({ overview }: ProfileProps) {
  const { kinds } = useSearch({ from: '/_app/w/$customerId' });
  const navigate = useNavigate();
  return (
    <Feed
      customerId={overview.customer.id}
      timeZone={overview.customer.time_zone}
      kinds={kinds}
      onKinds={(next) => void navigate({ to: '.', search: (before) => ({ ...before, kinds: next }), replace: true })}
      mayNote={mayWith(overview, 'note')}
    />
  );
}
