import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { acceptInvitation, login, lookupInvitation } from '@/api/gen/sdk.gen';
import type { InvitationPreview } from '@/api/gen/types.gen';
import { enter } from '@/api/session';
import { EntryPage } from '@/components/entry-page';
import { ProblemNotice } from '@/components/problem';
import { asProblem, fieldOf, type Problem } from '@/lib/problem';
import { formatTime } from '@/lib/time';
import { Button, buttonLook } from '@/ui/button';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { PasswordInput } from '@/ui/password-input';
import { SkeletonLines } from '@/ui/skeleton';

/** The link of an invitation: who invites whom to what, then a name and a password, or the password one has. */
export function AcceptPage({ token }: { token: string | null }) {
  const { t } = useTranslation('access/invitations');
  const { data, error, refetch } = useQuery({
    queryKey: ['invitation', token],
    enabled: token !== null,
    retry: false,
    queryFn: async ({ signal }) =>
      (await lookupInvitation({ body: { token: token ?? '' }, signal, throwOnError: true })).data,
  });
  const status = error ? asProblem(error).status : 0;
  const dead = token === null || status === 422 ? 'missing' : status === 404 || status === 410 ? 'gone' : null;
  if (dead) {
    return (
      <EntryPage title={t(`${dead}.title`)} lead={t(`${dead}.text`)}>
        <Link to="/login" className={buttonLook({ variant: 'primary', className: 'self-start' })}>
          {t('signIn')}
        </Link>
      </EntryPage>
    );
  }
  if (!data) {
    return (
      <EntryPage title={t('opening')}>
        {error ? <ProblemNotice error={error} retry={() => void refetch()} /> : <SkeletonLines lines={5} />}
      </EntryPage>
    );
  }
  return <AcceptForm token={token ?? ''} preview={data} onGone={() => void refetch()} />;
}

type FormProps = { token: string; preview: InvitationPreview; onGone: () => void };
function AcceptForm({ token, preview, onGone }: FormProps) {
  const { t, i18n } = useTranslation('access/invitations');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim() || undefined;
    const [password, code] = [String(form.get('password')), text('totp_code')];
    setBusy(true);
    setProblem(null);
    try {
      await acceptInvitation({ body: { token, name: text('name'), password, totp_code: code }, throwOnError: true });
      // The code of a second factor works once, so that such a person signs in by hand.
      if (preview.totp_required) return await navigate({ to: '/login', replace: true });
      const { data: me } = await login({ body: { email: preview.email, password }, throwOnError: true });
      enter(client, me);
      await navigate({ to: '/', replace: true });
    } catch (thrown) {
      const refused = asProblem(thrown);
      if (refused.status === 410) onGone();
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  };

  const errorAt = (name: string) => problem?.errors.find(({ pointer }) => fieldOf(pointer) === name)?.message;
  const placed = ['name', 'password', 'totp_code'].some(errorAt);
  return (
    <EntryPage
      title={t('title', { workspace: preview.workspace_name })}
      lead={t('lead', { inviter: preview.invited_by_name, email: preview.email, role: preview.role_name })}
      aside={
        <p className="text-muted text-xs">
          {t('expires', { time: formatTime(preview.expires_at, { language: i18n.resolvedLanguage }) })}
        </p>
      }
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {problem && !placed && <ProblemNotice error={problem} />}
        <input type="email" name="email" autoComplete="username" value={preview.email} readOnly hidden />
        {preview.account_exists ? (
          <p className="text-sm">{t('existing')}</p>
        ) : (
          <Field label={t('name')} error={errorAt('name')}>
            <Input name="name" autoComplete="name" autoFocus required maxLength={200} className="h-9" />
          </Field>
        )}
        <Field
          label={t(preview.account_exists ? 'password' : 'newPassword')}
          description={preview.account_exists ? undefined : t('rule')}
          error={errorAt('password')}
        >
          <PasswordInput
            name="password"
            required
            minLength={preview.account_exists ? undefined : 10}
            autoComplete={preview.account_exists ? 'current-password' : 'new-password'}
            className="h-9"
          />
        </Field>
        {preview.totp_required && (
          <Field label={t('code')} error={errorAt('totp_code')}>
            <Input
              name="totp_code"
              required
              inputMode="numeric"
              autoComplete="one-time-code"
              className="h-9 font-mono"
            />
          </Field>
        )}
        <Button type="submit" variant="primary" size="lg" busy={busy}>
          {t('accept')}
        </Button>
      </form>
    </EntryPage>
  );
}
