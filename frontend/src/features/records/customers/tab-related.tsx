import { Related } from '@/components/record/related';
import type { ManageTabProps } from './manage-tabs';

export default function TabRelated({ overview }: ManageTabProps) {
  const mayEdit = overview.capabilities.some(({ key, allowed }) => key === 'edit' && allowed);
  return <Related customerId={overview.customer.id} mayEdit={mayEdit} keepSearch={false} />;
}
