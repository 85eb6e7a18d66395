import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { switchWorkspaceMutation } from '@/api/gen/@tanstack/react-query.gen';
import { enter, useMe } from '@/api/session';
import { EntryPage } from '@/components/entry-page';
import { ProblemNotice } from '@/components/problem';
import { Avatar } from '@/ui/avatar';
import { Badge } from '@/ui/badge';

/** For people who belong to more than one workspace: which one now. */
export function ChooseWorkspacePage() {
  const { t } = useTranslation('access/sessions');
  const { workspace, workspaces } = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const change = useMutation({ ...switchWorkspaceMutation(), meta: { inline: true } });
  const go = async (id: string) => {
    if (id !== workspace.id) enter(client, await change.mutateAsync({ body: { workspace_id: id } }));
    await navigate({ to: '/' });
  };
  return (
    <EntryPage title={t('choose.title')} lead={workspaces.length > 1 ? t('choose.lead') : undefined}>
      {change.error && <ProblemNotice error={change.error} />}
      <ul className="divide-y overflow-hidden rounded-lg border bg-surface">
        {workspaces.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              onClick={() => void go(id).catch(() => undefined /* shown above */)}
              className="flex min-h-14 w-full items-center gap-3 px-3 text-start hover:bg-hover focus-visible:-outline-offset-2"
            >
              <Avatar square id={id} name={name} />
              <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
              {id === workspace.id && <Badge>{t('choose.current')}</Badge>}
              <ChevronRight size={16} aria-hidden className="shrink-0 text-muted rtl:rotate-180" />
            </button>
          </li>
        ))}
      </ul>
    </EntryPage>
  );
}
