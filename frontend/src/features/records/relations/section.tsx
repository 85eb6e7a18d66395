import type { ProfileProps } from '@/sockets/profile';
import { mayWith } from '@/sockets/record';
import { Related } from './related';

export default function RelatedSection({ overview }: ProfileProps) {
  return <Related customerId={overview.customer.id} mayEdit={mayWith(overview, 'edit')} />;
}
