import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forgotPassword } from '@/api/gen/sdk.gen';
import { EntryPage } from '@/components/entry-page';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';

/** The mailbox page exists only on a machine that runs Atrium for itself. */
const local = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);

/** Sends a link; says the same whether or not the address belongs to anybody. */
export function ForgotPage() {
  const { t } = useTranslation('access/sessions');
  const [sentTo, setSentTo] = useState<string>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get('email')).trim();
    setBusy(true);
    setError(undefined);
    try {
      await forgotPassword({ body: { email }, throwOnError: true });
      setSentTo(email);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };

  const back = (
    <Link to="/login" className="rounded-sm text-accent-ink underline-offset-2 hover:underline">
      {t('backToLogin')}
    </Link>
  );
  if (sentTo) {
    return (
      <EntryPage
        title={t('forgotten.sentTitle')}
        lead={<span role="status">{t('forgotten.sent', { email: sentTo })}</span>}
        aside={back}
      >
        {local && (
          <a
            href="/dev/mail"
            className="self-start rounded-sm text-accent-ink text-sm underline-offset-2 hover:underline"
          >
            {t('forgotten.mailbox')}
          </a>
        )}
        <Button className="self-start" onClick={() => setSentTo(undefined)}>
          {t('forgotten.again')}
        </Button>
      </EntryPage>
    );
  }
  return (
    <EntryPage title={t('forgotten.title')} lead={t('forgotten.lead')} aside={back}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {error !== undefined && <ProblemNotice error={error} />}
        <Field label={t('email')}>
          <Input name="email" type="email" autoComplete="username" autoFocus required maxLength={320} className="h-9" />
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={busy}>
          {t('forgotten.submit')}
        </Button>
      </form>
    </EntryPage>
  );
}
