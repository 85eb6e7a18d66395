import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { listMembersQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { updateMember } from '@/api/gen/sdk.gen';
import type { MemberOut } from '@/api/gen/types.gen';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { notify } from '@/ui/toast/manager';
import { RoleSelect, VisibilitySelect, visibilities } from './role-fields';

const schema = z.object({ role_id: z.uuid(), visibility: z.enum(visibilities) });
type Values = z.infer<typeof schema>;

/** Role and visibility of one member. */
export default function MemberDialog({ member, onClose }: { member: MemberOut; onClose: () => void }) {
  const { t } = useTranslation('access/members');
  const client = useQueryClient();
  const form = useServerForm<Values>({
    schema,
    defaultValues: { role_id: member.role.id, visibility: member.visibility },
    onSubmit: async (_values, changed) => {
      if (Object.keys(changed).length > 0) {
        await updateMember({ path: { member_id: member.id }, body: changed, throwOnError: true });
        await client.invalidateQueries({ queryKey: listMembersQueryKey() });
        notify({ title: t('edit.saved', { name: member.name }), tone: 'positive' });
      }
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('edit.title', { name: member.name })}
      description={member.email}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form="member" variant="primary" busy={form.busy}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id="member" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="role_id" label={t('role')}>
          {(field) => <RoleSelect value={field.value} onValueChange={field.onChange} />}
        </FormField>
        <FormField in={form} name="visibility" label={t('sees')}>
          {(field) => <VisibilitySelect value={field.value} onValueChange={field.onChange} />}
        </FormField>
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}
