import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listRolesOptions, listRolesQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { deleteRole } from '@/api/gen/sdk.gen';
import type { RoleOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { Confirm } from '@/components/confirm';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { RoleMatrix } from './matrix';
import { usePermissions } from './shared/permissions';

const RoleDialog = lazy(() => import('./dialog'));

export type RoleAction = { kind: 'create' } | { kind: 'edit' | 'copy' | 'delete'; role: RoleOut };

/** Which role may do what. Built-in ones are there to read and to copy. */
export function RolesPage() {
  const { t } = useTranslation(['access/roles', 'components']);
  const client = useQueryClient();
  const mayManage = useMay('roles:manage');
  const roles = useQuery(listRolesOptions({ query: { limit: 200 } }));
  const groups = usePermissions();
  const [action, setAction] = useState<RoleAction | null>(null);
  const close = () => setAction(null);
  const error = roles.error ?? groups.error;
  return (
    <Page title={t('title')} width="wide">
      <PageHeader
        title={t('title')}
        text={t('text')}
        actions={
          mayManage && (
            <Button variant="primary" onClick={() => setAction({ kind: 'create' })}>
              <Plus size={16} aria-hidden />
              {t('new')}
            </Button>
          )
        }
      />
      {error && <ProblemNotice error={error} retry={() => void Promise.all([roles.refetch(), groups.refetch()])} />}
      {(roles.isPending || groups.isPending) && <SkeletonLines lines={10} className="mt-4" />}
      {roles.data && groups.data && (
        <RoleMatrix roles={roles.data.items} groups={groups.data} onAction={mayManage ? setAction : undefined} />
      )}
      <Suspense>
        {action?.kind === 'create' && <RoleDialog onClose={close} />}
        {action?.kind === 'edit' && <RoleDialog role={action.role} onClose={close} />}
        {action?.kind === 'copy' && <RoleDialog like={action.role} onClose={close} />}
      </Suspense>
      {action?.kind === 'delete' && (
        <Confirm
          open
          onOpenChange={close}
          danger
          title={t('deleteTitle', { name: action.role.name })}
          text={t('deleteText')}
          confirmLabel={t('components:delete')}
          onConfirm={async () => {
            await deleteRole({ path: { role_id: action.role.id }, throwOnError: true });
            await client.invalidateQueries({ queryKey: listRolesQueryKey() });
            notify({ title: t('deleted', { name: action.role.name }) });
          }}
        />
      )}
    </Page>
  );
}
