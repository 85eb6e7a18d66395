import { useState } from 'react';
import type { ManageTabProps } from '@/sockets/manage';
import { Feed } from './feed';

export default function TabTimeline({ overview: { customer } }: ManageTabProps) {
  const [kinds, setKinds] = useState<string[]>();
  return <Feed customerId={customer.id} timeZone={customer.time_zone} kinds={kinds} onKinds={setKinds} />;
}
