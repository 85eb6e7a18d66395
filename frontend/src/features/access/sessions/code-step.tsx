import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '@/components/problem';
import type { Problem } from '@/lib/problem';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Complaint } from './password-step';

export type SecondFactor = { totp_code?: string; recovery_code?: string };

type Props = { send: (factor: SecondFactor) => Promise<Problem | null>; onBack: () => void };

/** The six digits; they are sent as soon as they are complete. Or a recovery code. */
export function CodeStep({ send, onBack }: Props) {
  const { t } = useTranslation('access/sessions');
  const [recovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const confirm = async (given: string) => {
    if (busy || !given.trim()) return;
    setBusy(true);
    setProblem(null);
    const refused = await send(recovery ? { recovery_code: given.trim() } : { totp_code: given });
    setBusy(false);
    setProblem(refused);
    if (refused) setCode('');
  };
  const type = (text: string) => {
    if (recovery) return setCode(text);
    const digits = text.replace(/\D/g, '').slice(0, 6);
    setCode(digits);
    if (digits.length === 6 && digits !== code) void confirm(digits);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void confirm(code);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {problem &&
        (problem.code === 'wrong-code' ? <Complaint text={t('code.wrong')} /> : <ProblemNotice error={problem} />)}
      <Field
        key={String(recovery)}
        label={t(recovery ? 'code.recoveryLabel' : 'code.label')}
        description={t(recovery ? 'code.recoveryLead' : 'code.lead')}
      >
        <Input
          value={code}
          onChange={(event) => type(event.target.value)}
          autoFocus
          required
          autoComplete="one-time-code"
          spellCheck={false}
          inputMode={recovery ? 'text' : 'numeric'}
          maxLength={recovery ? 100 : undefined}
          className={recovery ? 'h-9 font-mono' : 'h-11 text-center font-mono text-xl tracking-[0.4em]'}
        />
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        {t('code.submit')}
      </Button>
      <div className="flex flex-col items-start gap-2">
        <Button
          variant="link"
          onClick={() => {
            setRecovery(!recovery);
            setCode('');
            setProblem(null);
          }}
        >
          {t(recovery ? 'code.app' : 'code.recovery')}
        </Button>
        <Button variant="link" onClick={onBack}>
          {t('code.back')}
        </Button>
      </div>
    </form>
  );
}
