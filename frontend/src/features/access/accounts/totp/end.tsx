import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { disableTotp } from '@/api/gen/sdk.gen';
import { meQuery } from '@/api/session';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { PasswordInput } from '@/ui/password-input';
import { notify } from '@/ui/toast/manager';

const schema = z.object({ password: z.string().min(1), code: z.string().min(1) });

/** Both factors, so that a stolen session cannot take one away. */
export default function TotpEnd({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('access/accounts');
  const client = useQueryClient();
  const [recovery, setRecovery] = useState(false);
  const form = useServerForm({
    schema,
    defaultValues: { password: '', code: '' },
    onSubmit: async ({ password, code }) => {
      const factor = recovery ? { recovery_code: code.trim() } : { code: code.replace(/\s/g, '') };
      await disableTotp({ body: { password, ...factor }, throwOnError: true });
      await client.invalidateQueries(meQuery);
      notify({ title: t('totp.turnedOff') });
      onClose();
    },
  });
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t('totp.endTitle')}
      description={t('totp.endText')}
      footer={
        <Button variant="danger" busy={form.busy} onClick={() => form.submit()}>
          {t('totp.end')}
        </Button>
      }
    >
      <form onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormProblem in={form} />
        <FormField in={form} name="password" label={t('totp.password')}>
          {(field) => <PasswordInput {...field} autoComplete="current-password" />}
        </FormField>
        <FormField
          in={form}
          name="code"
          label={t(recovery ? 'totp.recovery' : 'totp.code')}
          aside={
            <Button variant="link" size="sm" onClick={() => setRecovery(!recovery)}>
              {t(recovery ? 'totp.useApp' : 'totp.useRecovery')}
            </Button>
          }
        >
          {(field) => <Input {...field} autoComplete="one-time-code" className="font-mono" />}
        </FormField>
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
