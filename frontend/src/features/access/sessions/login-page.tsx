import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { login } from '@/api/gen/sdk.gen';
import { enter } from '@/api/session';
import { EntryPage } from '@/components/entry-page';
import { asProblem, type Problem } from '@/lib/problem';
import { CodeStep, type SecondFactor } from './code-step';
import { PasswordStep } from './password-step';

type Props = {
  /** Where to go on, an address of this application. */
  next?: string;
  /** The password was just changed. */
  changed?: boolean;
};

/** E-mail and password, then the code of the second factor if the account has one. */
export function LoginPage({ next, changed }: Props) {
  const { t } = useTranslation('access/sessions');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [proved, setProved] = useState<{ email: string; password: string } | null>(null);

  /** Null when it worked; else what the server refused. */
  const attempt = async (email: string, password: string, factor: SecondFactor): Promise<Problem | null> => {
    try {
      const { data: me } = await login({ body: { email, password, ...factor }, throwOnError: true });
      enter(client, me);
      if (next) await navigate({ href: next, replace: true });
      else await navigate({ to: me.workspaces.length > 1 ? '/choose-workspace' : '/', replace: true });
      return null;
    } catch (thrown) {
      return asProblem(thrown);
    }
  };
  const first = async (email: string, password: string) => {
    const problem = await attempt(email, password, {});
    if (problem?.code !== 'totp-required') return problem;
    setProved({ email, password });
    return null;
  };

  if (proved) {
    return (
      <EntryPage title={t('code.title')}>
        <CodeStep send={(factor) => attempt(proved.email, proved.password, factor)} onBack={() => setProved(null)} />
      </EntryPage>
    );
  }
  return (
    <EntryPage title={t('title')} lead={changed ? <span role="status">{t('reset.done')}</span> : t('lead')}>
      <PasswordStep send={first} />
      <Link
        to="/forgot-password"
        className="self-start rounded-sm text-accent-ink text-sm underline-offset-2 hover:underline"
      >
        {t('forgot')}
      </Link>
    </EntryPage>
  );
}
