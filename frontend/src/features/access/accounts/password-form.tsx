import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { changePassword } from '@/api/gen/sdk.gen';
import { useMe } from '@/api/session';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { SettingsGroup } from '@/components/settings-group';
import { Button } from '@/ui/button';
import { PasswordInput } from '@/ui/password-input';
import { notify } from '@/ui/toast/manager';

const schema = z.object({ current_password: z.string().min(1), password: z.string().min(10) });
const empty = { current_password: '', password: '' };

export function PasswordForm() {
  const { t } = useTranslation('access/accounts');
  const { user } = useMe();
  const form = useServerForm({
    schema,
    defaultValues: empty,
    onSubmit: async (body) => {
      await changePassword({ body, throwOnError: true });
      form.form.reset(empty);
      notify({ title: t('password.saved'), tone: 'positive' });
    },
  });
  return (
    <SettingsGroup id="security" title={t('password.title')} text={t('password.text')}>
      <form onSubmit={form.submit} noValidate className="flex max-w-sm flex-col gap-4">
        {/* Tells a password manager whose password this is. */}
        <input type="email" autoComplete="username" value={user?.email ?? ''} readOnly hidden />
        <FormProblem in={form} />
        <FormField in={form} name="current_password" label={t('password.current')}>
          {(field) => <PasswordInput {...field} autoComplete="current-password" />}
        </FormField>
        <FormField in={form} name="password" label={t('password.next')} description={t('password.rule')}>
          {(field) => <PasswordInput {...field} autoComplete="new-password" />}
        </FormField>
        <Button
          type="submit"
          variant="primary"
          busy={form.busy}
          disabled={!form.form.formState.isDirty}
          className="self-start"
        >
          {t('password.save')}
        </Button>
      </form>
    </SettingsGroup>
  );
}
