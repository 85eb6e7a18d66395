import { createFileRoute } from '@tanstack/react-router';
import { useMay } from '@/api/session';
import { Guarded } from '@/features/app/settings/layout';
import { EditorPage } from '@/features/engage/email-templates/editor-page';

export const Route = createFileRoute('/_app/settings/email-templates/$templateId')({ component: Template });

function Template() {
  const navigate = Route.useNavigate();
  const { templateId } = Route.useParams();
  const mayWrite = useMay('email_templates:write');
  return (
    <Guarded entry="email-templates">
      <EditorPage
        key={templateId}
        id={templateId === 'new' ? null : templateId}
        mayWrite={mayWrite}
        onMade={(id) => void navigate({ params: { templateId: id }, replace: true })}
        onGone={() => void navigate({ to: '/settings/email-templates' })}
      />
    </Guarded>
  );
}
