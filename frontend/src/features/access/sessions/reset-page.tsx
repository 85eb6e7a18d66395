import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { resetPassword } from '@/api/gen/sdk.gen';
import { EntryPage } from '@/components/entry-page';
import { ProblemNotice } from '@/components/problem';
import { asProblem, type Problem } from '@/lib/problem';
import { Button, buttonLook } from '@/ui/button';
import { Field } from '@/ui/field';
import { PasswordInput } from '@/ui/password-input';

/** The link of the e-mail: `#token=…`, which no server sees until it is used. */
export function ResetPage({ token }: { token: string | null }) {
  const { t } = useTranslation('access/sessions');
  const navigate = useNavigate();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password'));
    setBusy(true);
    setProblem(null);
    try {
      await resetPassword({ body: { token: token ?? '', password }, throwOnError: true });
      await navigate({ to: '/login', search: { changed: true }, replace: true });
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  };

  const dead = token === null ? 'missing' : problem?.status === 410 ? 'used' : null;
  if (dead) {
    return (
      <EntryPage title={t(`reset.${dead}.title`)} lead={t(`reset.${dead}.text`)}>
        <Link to="/forgot-password" className={buttonLook({ variant: 'primary', className: 'self-start' })}>
          {t('reset.ask')}
        </Link>
      </EntryPage>
    );
  }
  const atField = problem?.errors.find(({ pointer }) => pointer === '/password')?.message;
  return (
    <EntryPage title={t('reset.title')} lead={t('reset.lead')}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {problem && !atField && <ProblemNotice error={problem} />}
        <Field label={t('reset.password')} description={t('reset.rule')} error={atField}>
          <PasswordInput
            name="password"
            autoComplete="new-password"
            autoFocus
            required
            minLength={10}
            className="h-9"
          />
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={busy}>
          {t('reset.submit')}
        </Button>
      </form>
    </EntryPage>
  );
}
