import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { listInvitationsQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { createInvitation } from '@/api/gen/sdk.gen';
import { zInvitationIn } from '@/api/gen/zod.gen';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { notify } from '@/ui/toast/manager';
import { RoleSelect, VisibilitySelect, visibilities } from './role-fields';

const schema = zInvitationIn.pick({ email: true, role_id: true }).extend({ visibility: z.enum(visibilities) });
type Values = z.infer<typeof schema>;

/** Asks somebody to join, with a role and with what they will see. */
export default function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('access/members');
  const client = useQueryClient();
  const form = useServerForm<Values>({
    schema,
    defaultValues: { email: '', role_id: '', visibility: 'all' },
    onSubmit: async (values) => {
      await createInvitation({ body: values, throwOnError: true });
      await client.invalidateQueries({ queryKey: listInvitationsQueryKey() });
      notify({ title: t('invite.sent', { email: values.email }), tone: 'positive' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('invite.title')}
      description={t('invite.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form="invite" variant="primary" busy={form.busy}>
            {t('invite.send')}
          </Button>
        </>
      }
    >
      <form id="invite" onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormField in={form} name="email" label={t('email')}>
          {(field) => <Input {...field} type="email" autoComplete="off" />}
        </FormField>
        <FormField in={form} name="role_id" label={t('role')}>
          {(field) => <RoleSelect value={field.value || null} onValueChange={field.onChange} />}
        </FormField>
        <FormField in={form} name="visibility" label={t('sees')}>
          {(field) => <VisibilitySelect value={field.value} onValueChange={field.onChange} />}
        </FormField>
        <FormProblem in={form} />
      </form>
    </Dialog>
  );
}
