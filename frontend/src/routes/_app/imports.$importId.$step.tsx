import { createFileRoute, notFound, redirect } from '@tanstack/react-router';
import { Guarded } from '@/features/records/transfers/frame';
import { isStep } from '@/features/records/transfers/imports/wizard/steps';
import { Wizard } from '@/features/records/transfers/imports/wizard/wizard';
import { uuid } from '@/lib/search';

export const Route = createFileRoute('/_app/imports/$importId/$step')({
  beforeLoad: ({ params: { importId, step } }) => {
    if (!uuid({ importId }, 'importId')) throw notFound();
    if (!isStep(step)) throw redirect({ to: '/imports/$importId', params: { importId }, replace: true });
  },
  component: function StepRoute() {
    const { importId, step } = Route.useParams();
    return (
      <Guarded permission="customers:import">
        {isStep(step) && <Wizard key={importId} importId={importId} step={step} />}
      </Guarded>
    );
  },
});
