import { Suspense } from 'react';
import { lazily } from '@/lib/lazily';
import type { NewCustomerProps } from './new-customer-dialog';

const NewCustomerDialog = lazily(() => import('./new-customer-dialog'));

/** The dialog for a new lead or customer, fetched when it is first wanted. */
export const NewCustomer = (props: NewCustomerProps) => (
  <Suspense>
    <NewCustomerDialog {...props} />
  </Suspense>
);
