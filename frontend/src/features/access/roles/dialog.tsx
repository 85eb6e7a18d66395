import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { listRolesQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { createRole, updateRole } from '@/api/gen/sdk.gen';
import type { RoleOut } from '@/api/gen/types.gen';
import { zRoleIn } from '@/api/gen/zod.gen';
import { meQuery } from '@/api/session';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { notify } from '@/ui/toast/manager';
import { PermissionPicker } from './shared/permission-picker';

const schema = zRoleIn.pick({ name: true, permissions: true }).extend({ description: z.string().max(500) });
type Values = z.infer<typeof schema>;

type Props = {
  /** The one to change; without it a new one is made. */
  role?: RoleOut;
  /** A new role begins with what this one may. */
  like?: RoleOut;
  onClose: () => void;
};

/** Name and permissions of a role of the workspace. */
export default function RoleDialog({ role, like, onClose }: Props) {
  const { t } = useTranslation(['access/roles', 'components']);
  const client = useQueryClient();
  const form = useServerForm<Values>({
    schema,
    defaultValues: {
      name: role?.name ?? (like ? t('copyOf', { name: like.name }) : ''),
      description: role?.description ?? like?.description ?? '',
      permissions: role?.permissions ?? like?.permissions ?? [],
    },
    onSubmit: async (values, changed) => {
      if (role) await updateRole({ path: { role_id: role.id }, body: changed, throwOnError: true });
      else await createRole({ body: values, throwOnError: true });
      await Promise.all([
        client.invalidateQueries({ queryKey: listRolesQueryKey() }),
        client.invalidateQueries({ queryKey: meQuery.queryKey }),
      ]);
      notify({ title: t('saved', { name: values.name }), tone: 'positive' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={role ? role.name : t('new')}
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button type="submit" form="role" variant="primary" busy={form.busy}>
            {t(role ? 'components:save' : 'create')}
          </Button>
        </>
      }
    >
      <form id="role" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="name" label={t('name')}>
          {(field) => <Input {...field} maxLength={200} />}
        </FormField>
        <FormField in={form} name="description" label={t('description')} optional>
          {(field) => <Input {...field} maxLength={500} />}
        </FormField>
        <FormField in={form} name="permissions" label={t('permissions')}>
          {(field) => <PermissionPicker value={field.value} onValueChange={field.onChange} />}
        </FormField>
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}
