import { createFileRoute, redirect } from '@tanstack/react-router';

/** The address that e-mails named before; integrators guess it from the API's own. */
export const Route = createFileRoute('/_app/customers_/$customerId')({
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/w/$customerId', params, replace: true });
  },
});
