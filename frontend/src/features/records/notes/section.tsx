import type { ProfileProps } from '@/sockets/profile';
import { mayWith } from '@/sockets/record';
import { Notes } from './notes';

export default function NotesSection({ overview, called }: ProfileProps) {
  return <Notes customerId={overview.customer.id} mayWrite={mayWith(overview, 'note')} focus={called} />;
}
