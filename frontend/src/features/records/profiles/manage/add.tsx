import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getProfileOptions } from '@/api/gen/@tanstack/react-query.gen';
import { createProfile } from '@/api/gen/sdk.gen';
import type { ProfileIn } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { asProblem } from '@/lib/problem';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Select } from '@/ui/select';
import { notify } from '@/ui/toast/manager';
import { useProfilesChanged } from './changed';

const CHANNELS = [
  'email',
  'phone',
  'sms',
  'whatsapp',
  'webchat',
  'messenger',
  'instagram',
  'telegram',
  'api',
  'other',
] as const satisfies readonly ProfileIn['channel'][];
const EMPTY = { channel: 'email' as ProfileIn['channel'], handle: '', display_name: '', verified: false };

/** One more identity; what the server says about it stands at its field. */
export function AddProfile({ customerId }: { customerId: string }) {
  const { t } = useTranslation(['records/profiles/manage', 'components']);
  const changed = useProfilesChanged(customerId);
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(EMPTY);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const problem = error === undefined ? null : asProblem(error);
  const errorAt = (pointer: string) => {
    const message = problem?.errors.find((each) => each.pointer === pointer)?.message;
    return message && message.charAt(0).toUpperCase() + message.slice(1);
  };
  const placed = problem?.errors.some(({ pointer }) => ['/handle', '/display_name'].includes(pointer));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setBusy(true);
    setError(undefined);
    const body = { ...draft, handle: draft.handle.trim(), display_name: draft.display_name.trim() || null };
    try {
      await createProfile({ path: { customer_id: customerId }, body, throwOnError: true });
      await changed();
      notify({ title: t('added', { name: body.handle }) });
      setDraft(EMPTY);
      setOpen(false);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  if (!open)
    return (
      <Button className="self-start" onClick={() => setOpen(true)}>
        {t('add')}
      </Button>
    );
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 rounded-md border p-3" aria-label={t('add')}>
      {problem && !placed && <ProblemNotice error={error} />}
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label={t('channel')}>
          <Select
            value={draft.channel}
            onValueChange={(channel) => setDraft({ ...draft, channel })}
            items={CHANNELS.map((value) => ({ value, label: t(`channels.${value}`) }))}
          />
        </Field>
        <Field label={t('handle')} error={errorAt('/handle')}>
          <Input
            value={draft.handle}
            maxLength={320}
            autoComplete="off"
            onChange={(event) => setDraft({ ...draft, handle: event.target.value })}
          />
        </Field>
        <Field label={t('name')} optional error={errorAt('/display_name')}>
          <Input
            value={draft.display_name}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setDraft({ ...draft, display_name: event.target.value })}
          />
        </Field>
      </div>
      {problem?.existingId && <Holder profileId={problem.existingId} except={customerId} />}
      <Field label={t('certain')} inline>
        <Checkbox checked={draft.verified} onCheckedChange={(verified) => setDraft({ ...draft, verified })} />
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={() => setOpen(false)}>{t('components:cancel')}</Button>
        <Button type="submit" variant="primary" busy={busy} disabled={!draft.handle.trim()}>
          {t('submit')}
        </Button>
      </div>
    </form>
  );
}

/** Leads to the customer who has the identity. */
function Holder({ profileId, except }: { profileId: string; except: string }) {
  const { t } = useTranslation('records/profiles/manage');
  const { data } = useQuery(getProfileOptions({ path: { profile_id: profileId } }));
  return (
    data &&
    data.customer_id !== except && (
      <Link
        to="/w/$customerId"
        params={{ customerId: data.customer_id }}
        className="text-accent-ink text-sm underline-offset-2 hover:underline"
      >
        {t('holder')}
      </Link>
    )
  );
}
