import { useState } from 'react';
import type { ManageTabProps } from '@/features/records/customers/manage/tabs';
import { Timeline } from './timeline';

export default function TabTimeline({ overview: { customer } }: ManageTabProps) {
  const [kinds, setKinds] = useState<string[]>();
  return <Timeline customerId={customer.id} timeZone={customer.time_zone} kinds={kinds} onKinds={setKinds} />;
}
