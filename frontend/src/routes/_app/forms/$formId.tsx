import { createFileRoute } from '@tanstack/react-router';
import { type FormTab, formTabs } from '@/features/edge/forms/address';
import { FormPage } from '@/features/edge/forms/form-page';
import { oneOf } from '@/lib/search';

export const Route = createFileRoute('/_app/forms/$formId')({
  validateSearch: (search: Record<string, unknown>): { tab?: FormTab } => ({ tab: oneOf(search, 'tab', formTabs) }),
  component: Form,
});

function Form() {
  const navigate = Route.useNavigate();
  const { formId } = Route.useParams();
  return (
    <FormPage
      key={formId}
      formId={formId}
      tab={Route.useSearch().tab ?? 'build'}
      onTab={(tab) => void navigate({ search: { tab: tab === 'build' ? undefined : tab }, replace: true })}
      onOpen={(id) => void navigate({ to: '/forms/$formId', params: { formId: id }, search: {} })}
      onGone={() => void navigate({ to: '/forms' })}
    />
  );
}
