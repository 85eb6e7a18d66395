import { useState } from 'react';
import { Timeline } from '@/components/record/timeline';
import type { ManageTabProps } from './manage-tabs';

export default function TabTimeline({ overview: { customer } }: ManageTabProps) {
  const [kinds, setKinds] = useState<string[]>();
  return <Timeline customerId={customer.id} timeZone={customer.time_zone} kinds={kinds} onKinds={setKinds} />;
}
