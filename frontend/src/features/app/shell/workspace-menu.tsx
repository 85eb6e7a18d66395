import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Rocket } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { switchWorkspaceMutation } from '@/api/gen/@tanstack/react-query.gen';
import { enter, useMe } from '@/api/session';
import { Avatar } from '@/ui/avatar';
import { Menu, MenuGroup, MenuItem, MenuLink, MenuRule } from '@/ui/menu';

/** The workspace one is in, and the others one belongs to. */
export function WorkspaceMenu({ className }: { className?: string }) {
  const { t } = useTranslation('app/shell');
  const { workspace, workspaces, role } = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const change = useMutation({
    ...switchWorkspaceMutation(),
    onSuccess: async (me) => {
      enter(client, me);
      await navigate({ to: '/' });
    },
  });
  const others = workspaces.filter(({ id }) => id !== workspace.id);
  return (
    <div className={className}>
      <Menu
        side="inline-end"
        trigger={
          <button type="button" aria-label={t('switcher.label', { name: workspace.name })} className="flex rounded-md">
            <Avatar square id={workspace.id} name={workspace.name} src={workspace.logo_url} />
          </button>
        }
      >
        <div className="px-2 pt-1 pb-2">
          <p className="truncate font-medium text-sm">{workspace.name}</p>
          <p className="truncate text-muted text-xs">{role.name}</p>
        </div>
        <MenuRule />
        <MenuLink icon={Rocket} render={<Link to="/start" />}>
          {t('nav.start')}
        </MenuLink>
        {others.length > 0 && (
          <>
            <MenuRule />
            <MenuGroup label={t('switcher.others')}>
              {others.map(({ id, name }) => (
                <MenuItem key={id} onClick={() => change.mutate({ body: { workspace_id: id } })}>
                  {name}
                </MenuItem>
              ))}
            </MenuGroup>
          </>
        )}
      </Menu>
    </div>
  );
}
