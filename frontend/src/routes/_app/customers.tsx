import { createFileRoute } from '@tanstack/react-router';
import { readSearch } from '@/features/records/customers/address';
import { CustomersPage } from '@/features/records/customers/list/page';

export const Route = createFileRoute('/_app/customers')({
  validateSearch: readSearch,
  // The table's own chunk comes beside that of the page, not after it.
  loader: () => void import('@/features/records/customers/list/table'),
  component: CustomersPage,
});
