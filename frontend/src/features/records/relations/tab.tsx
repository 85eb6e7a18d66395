import type { ManageTabProps } from '@/sockets/manage';
import { Related } from './related';

export default function TabRelated({ overview }: ManageTabProps) {
  const mayEdit = overview.capabilities.some(({ key, allowed }) => key === 'edit' && allowed);
  return <Related customerId={overview.customer.id} mayEdit={mayEdit} keepSearch={false} />;
}
