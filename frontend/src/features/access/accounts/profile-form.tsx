import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { updateMe } from '@/api/gen/sdk.gen';
import { zUserOut } from '@/api/gen/zod.gen';
import { meQuery, useMe } from '@/api/session';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { SettingsGroup } from '@/components/settings-group';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { notify } from '@/ui/toast/manager';

const schema = z.object({ name: zUserOut.shape.name.trim().min(1).max(200) });

export function ProfileForm() {
  const { t } = useTranslation('access/accounts');
  const { member, user, workspace } = useMe();
  const client = useQueryClient();
  const form = useServerForm({
    schema,
    defaultValues: { name: member.name },
    onSubmit: async ({ name }) => {
      await updateMe({ body: { name }, throwOnError: true });
      await client.invalidateQueries(meQuery);
      form.form.reset({ name });
      notify({ title: t('profile.saved'), tone: 'positive' });
    },
  });
  return (
    <SettingsGroup title={t('profile.title')} text={t('profile.text', { workspace: workspace.name })}>
      <form onSubmit={form.submit} noValidate className="flex max-w-sm flex-col gap-4">
        <FormProblem in={form} />
        <FormField in={form} name="name" label={t('profile.name')}>
          {(field) => <Input {...field} autoComplete="name" />}
        </FormField>
        <Field label={t('profile.email')} description={t('profile.emailHint')}>
          <Input value={user?.email ?? member.email} readOnly />
        </Field>
        <Button
          type="submit"
          variant="primary"
          busy={form.busy}
          disabled={!form.form.formState.isDirty}
          className="self-start"
        >
          {t('profile.save')}
        </Button>
      </form>
    </SettingsGroup>
  );
}
