import type { ProfileProps } from '@/sockets/profile';
import { mayWith } from '@/sockets/record';
import { Channels } from './channels';

export default function ChannelsBlock({ overview }: ProfileProps) {
  return <Channels customer={overview.customer} count={overview.counts.profiles} mayEdit={mayWith(overview, 'edit')} />;
}
