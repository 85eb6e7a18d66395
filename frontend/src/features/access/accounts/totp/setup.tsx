import { useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { beginTotp, confirmTotp } from '@/api/gen/sdk.gen';
import type { TotpSetup as Secret } from '@/api/gen/types.gen';
import { meQuery } from '@/api/session';
import { CopyButton } from '@/components/copy-button';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { saveText } from '@/lib/download';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { PasswordInput } from '@/ui/password-input';
import { notify } from '@/ui/toast/manager';
import { QrCode } from './qr-code';

/** Password, then QR code and a first code, then the recovery codes. Nothing is on before the first code was right. */
export default function TotpSetup({ onClose }: { onClose: () => void }) {
  const [secret, setSecret] = useState<Secret | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <Codes codes={codes} onClose={onClose} />;
  if (secret) return <Scan secret={secret} onCodes={setCodes} onClose={onClose} />;
  return <Prove onSecret={setSecret} onClose={onClose} />;
}

const passwordSchema = z.object({ password: z.string().min(1) });
function Prove({ onSecret, onClose }: { onSecret: (secret: Secret) => void; onClose: () => void }) {
  const { t } = useTranslation('access/accounts');
  const form = useServerForm({
    schema: passwordSchema,
    defaultValues: { password: '' },
    onSubmit: async (body) => onSecret((await beginTotp({ body, throwOnError: true })).data),
  });
  return (
    <Step
      title={t('totp.passwordTitle')}
      text={t('totp.passwordText')}
      action={t('totp.continue')}
      form={form}
      onClose={onClose}
    >
      <FormField in={form} name="password" label={t('totp.password')}>
        {(field) => <PasswordInput {...field} autoComplete="current-password" />}
      </FormField>
    </Step>
  );
}

const codeSchema = z.object({ code: z.string().min(1) });
type ScanProps = { secret: Secret; onCodes: (codes: string[]) => void; onClose: () => void };
function Scan({ secret, onCodes, onClose }: ScanProps) {
  const { t } = useTranslation('access/accounts');
  const client = useQueryClient();
  const form = useServerForm({
    schema: codeSchema,
    defaultValues: { code: '' },
    onSubmit: async ({ code }) => {
      const { data } = await confirmTotp({ body: { code: code.replace(/\s/g, '') }, throwOnError: true });
      onCodes(data.recovery_codes);
      await client.invalidateQueries(meQuery);
    },
  });
  return (
    <Step
      title={t('totp.scanTitle')}
      text={t('totp.scanText')}
      action={t('totp.confirm')}
      form={form}
      onClose={onClose}
    >
      <div className="flex flex-wrap items-center gap-5">
        <QrCode text={secret.provisioning_uri} label={t('totp.qr')} />
        <div className="min-w-0 flex-1 basis-48">
          <p className="text-muted text-xs">{t('totp.secret')}</p>
          <p className="mt-1 flex items-start gap-1">
            <code className="font-mono text-sm">{secret.secret.match(/.{1,4}/g)?.join(' ')}</code>
            <CopyButton text={secret.secret} label={t('totp.copySecret')} />
          </p>
        </div>
      </div>
      <FormField in={form} name="code" label={t('totp.code')}>
        {(field) => (
          <Input
            {...field}
            autoComplete="one-time-code"
            inputMode="numeric"
            className="w-40 font-mono text-lg tracking-widest"
          />
        )}
      </FormField>
    </Step>
  );
}

function Codes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const { t } = useTranslation('access/accounts');
  const all = codes.join('\n');
  const finish = () => {
    notify({ title: t('totp.turnedOn'), tone: 'positive' });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && finish()}
      title={t('totp.codesTitle')}
      description={t('totp.codesText')}
      footer={
        <>
          <Button onClick={() => saveText('atrium-recovery-codes.txt', `${all}\n`)}>
            <Download size={16} aria-hidden />
            {t('totp.saveCodes')}
          </Button>
          <Button variant="primary" onClick={finish}>
            {t('totp.done')}
          </Button>
        </>
      }
    >
      <div className="flex items-start gap-2 rounded-md border bg-sunken p-3">
        <ul className="grid flex-1 gap-x-6 gap-y-1.5 font-mono text-sm sm:grid-cols-2">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <CopyButton text={all} label={t('totp.copyCodes')} />
      </div>
    </Dialog>
  );
}

type StepProps = {
  title: string;
  text: string;
  action: string;
  form: {
    submit: (event?: React.FormEvent) => void;
    busy: boolean;
    problem: Parameters<typeof FormProblem>[0]['in']['problem'];
  };
  onClose: () => void;
  children: ReactNode;
};
function Step({ title, text, action, form, onClose, children }: StepProps) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={text}
      footer={
        <Button variant="primary" busy={form.busy} onClick={() => form.submit()}>
          {action}
        </Button>
      }
    >
      <form onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <FormProblem in={form} />
        {children}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
