import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '@/components/problem';
import type { Problem } from '@/lib/problem';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { PasswordInput } from '@/ui/password-input';

/** Plain inputs, read when they are sent: what a password manager writes needs no event to be seen. */
export function PasswordStep({ send }: { send: (email: string, password: string) => Promise<Problem | null> }) {
  const { t } = useTranslation('access/sessions');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const password = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    const refused = await send(String(form.get('email')), String(form.get('password')));
    setBusy(false);
    setProblem(refused);
    if (refused) password.current?.select();
  };

  const wrong = problem?.code === 'wrong-credentials' || problem?.code === 'email-invalid';
  const locked = problem?.code === 'too-many-attempts';
  const minutes = Math.ceil((problem?.retryAfter ?? 0) / 60);
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {wrong && <Complaint text={t('wrong')} />}
      {locked && <Complaint text={minutes ? t('lockedFor', { count: minutes }) : t('locked')} />}
      {problem && !wrong && !locked && <ProblemNotice error={problem} />}
      <Field label={t('email')}>
        <Input name="email" type="email" autoComplete="username" autoFocus required maxLength={320} className="h-9" />
      </Field>
      <Field label={t('password')}>
        <PasswordInput ref={password} name="password" autoComplete="current-password" required className="h-9" />
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        {t('submit')}
      </Button>
    </form>
  );
}

export const Complaint = ({ text }: { text: string }) => (
  <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger-ink text-sm">
    {text}
  </p>
);
