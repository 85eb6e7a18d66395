import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { updateCustomer } from '@/api/gen/sdk.gen';
import type { CustomerOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { useRefresh } from '@/features/records/overview/shared/writes';
import { asProblem } from '@/lib/problem';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Field } from '@/ui/field';
import { IconButton } from '@/ui/icon-button';
import { Input } from '@/ui/input';
import { notify } from '@/ui/toast/manager';

type Row = { id: number; value: string; label: string };
let serial = 0;
const row = (value = '', label = 'work'): Row => ({ id: ++serial, value, label });

/** All addresses and numbers at once; the first of each is the one to use. Complaints stand at their line. */
export default function ContactsDialog({ customer, onClose }: { customer: CustomerOut; onClose: () => void }) {
  const { t } = useTranslation(['records/customers/shared', 'components']);
  const refresh = useRefresh(customer.id);
  const [emails, setEmails] = useState(() => [...customer.emails.map((each) => row(each.address, each.label))]);
  const [phones, setPhones] = useState(() => [
    ...customer.phones.map((each) =>
      row(each.extension ? `${each.number};ext=${each.extension}` : each.number, each.label),
    ),
  ]);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const filled = (rows: Row[]) => rows.filter(({ value }) => value.trim());
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    setEmails(filled(emails));
    setPhones(filled(phones));
    try {
      await updateCustomer({
        path: { customer_id: customer.id },
        body: {
          emails: filled(emails).map(({ value, label }, at) => ({ address: value.trim(), label, primary: at === 0 })),
          phones: filled(phones).map(({ value, label }, at) => ({ number: value.trim(), label, primary: at === 0 })),
        },
        throwOnError: true,
      });
      await refresh();
      notify({ title: t('contact.saved') });
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const problem = error === undefined ? null : asProblem(error);
  const errorAt = (list: 'emails' | 'phones', at: number) =>
    problem?.errors.find(({ pointer }) => pointer.startsWith(`/${list}/${at}`))?.message;
  const placed =
    problem?.errors.length && problem.errors.every(({ pointer }) => /^\/(emails|phones)\/\d/.test(pointer));
  const rows = (list: 'emails' | 'phones', all: Row[], setAll: (next: Row[]) => void) => (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1.5 font-medium text-sm">{t(`contact.${list}`)}</legend>
      {all.map((each, at) => {
        const set = (patch: Partial<Row>) =>
          setAll(all.map((one) => (one.id === each.id ? { ...one, ...patch } : one)));
        const name = t(list === 'emails' ? 'contact.email' : 'contact.phone');
        return (
          <div key={each.id} className="flex items-start gap-2">
            <Field label={`${name} ${at + 1}`} hideLabel error={errorAt(list, at)} className="flex-1">
              <Input
                type={list === 'emails' ? 'email' : 'tel'}
                value={each.value}
                onChange={(event) => set({ value: event.target.value })}
                autoComplete="off"
              />
            </Field>
            <Input
              aria-label={t('contact.kind', { name: `${name} ${at + 1}` })}
              value={each.label}
              onChange={(event) => set({ label: event.target.value })}
              className="w-28"
            />
            <IconButton
              icon={Trash2}
              label={t('contact.remove', { name: each.value || name })}
              onClick={() => setAll(all.filter(({ id }) => id !== each.id))}
            />
          </div>
        );
      })}
      <Button
        variant="quiet"
        className="self-start"
        onClick={() => setAll([...all, row('', list === 'emails' ? 'work' : 'mobile')])}
      >
        <Plus size={16} aria-hidden />
        {t(list === 'emails' ? 'contact.addEmail' : 'contact.addPhone')}
      </Button>
    </fieldset>
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('contact.edit')}
      description={t('contact.editText')}
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button variant="primary" busy={busy} onClick={() => void submit()}>
            {t('components:save')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        className="flex flex-col gap-4"
      >
        {problem && !placed && <ProblemNotice error={error} />}
        {rows('emails', emails, setEmails)}
        {rows('phones', phones, setPhones)}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
