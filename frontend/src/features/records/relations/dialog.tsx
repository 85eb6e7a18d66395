import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allRelationTypes } from '@/api/catalogues';
import { createRelation } from '@/api/gen/sdk.gen';
import type { CustomerIn } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { CustomerPicker } from '@/features/records/overview/shared/customer-picker';
import { asProblem } from '@/lib/problem';
import { Button } from '@/ui/button';
import type { Option } from '@/ui/combobox';
import { Dialog } from '@/ui/dialog';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Segmented } from '@/ui/segmented';
import { Select } from '@/ui/select';
import { notify } from '@/ui/toast/manager';

const POINTERS = { name: '/new_customer/name', email: '/new_customer/email', phone: '/new_customer/phone' } as const;

const newCustomer = ({ name, email, phone }: Record<keyof typeof POINTERS, string>): CustomerIn => ({
  name: name.trim(),
  ...(email.trim() && { email: email.trim() }),
  ...(phone.trim() && { phone: phone.trim() }),
});

type Props = { customerId: string; onSaved: () => void; onClose: () => void };

/** Links a customer that is there, or a new one made on the spot. */
export default function RelationDialog({ customerId, onSaved, onClose }: Props) {
  const { t } = useTranslation(['records/relations', 'components']);
  const types = useQuery(allRelationTypes);
  const [how, setHow] = useState<string | null>(null);
  const [which, setWhich] = useState<'known' | 'new'>('known');
  const [other, setOther] = useState<Option | null>(null);
  const [made, setMade] = useState({ name: '', email: '', phone: '' });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const ways = (types.data ?? []).flatMap((type) => [
    { value: `outgoing ${type.id}`, label: type.name },
    ...(type.is_symmetrical ? [] : [{ value: `incoming ${type.id}`, label: type.inverse_name }]),
  ]);
  const complete = how && (which === 'known' ? other : made.name.trim());
  const submit = async (existing?: string) => {
    const [direction, type_id] = (how ?? '').split(' ');
    if (!complete || !type_id) return;
    setBusy(true);
    setError(undefined);
    try {
      const { data } = await createRelation({
        path: { customer_id: customerId },
        body: {
          type_id,
          direction: direction === 'incoming' ? 'incoming' : 'outgoing',
          ...(existing || which === 'known'
            ? { customer_id: existing ?? other?.id }
            : { new_customer: newCustomer(made) }),
        },
        throwOnError: true,
      });
      notify({ title: t('linked', { name: data.customer.name }) });
      onSaved();
      onClose();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  const problem = error === undefined ? null : asProblem(error);
  const wrong = (part: keyof typeof POINTERS) =>
    problem?.errors.find(({ pointer }) => pointer.startsWith(POINTERS[part]))?.message;
  const placed = problem?.errors.some(({ pointer }) =>
    Object.values(POINTERS).some((each) => pointer.startsWith(each)),
  );
  const existing = problem?.existingId;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('add')}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button variant="primary" busy={busy} disabled={!complete} onClick={() => void submit()}>
            {t('submit')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {error !== undefined && !placed && <ProblemNotice error={error} />}
        {existing && (
          <Button className="self-start" onClick={() => void submit(existing)}>
            {t('linkExisting')}
          </Button>
        )}
        {types.isError && <ProblemNotice error={types.error} retry={() => void types.refetch()} />}
        <Field label={t('how')}>
          <Select aria-label={t('how')} value={how} onValueChange={setHow} items={ways} />
        </Field>
        <Segmented
          label={t('which')}
          value={which}
          onValueChange={setWhich}
          items={[
            { value: 'known', label: t('known') },
            { value: 'new', label: t('new') },
          ]}
          className="self-start"
        />
        {which === 'known' ? (
          <CustomerPicker label={t('who')} value={other} except={customerId} onPick={setOther} />
        ) : (
          (['name', 'email', 'phone'] as const).map((part) => (
            <Field key={part} label={t(`contact.${part}`)} error={wrong(part)}>
              <Input
                type={part === 'email' ? 'email' : part === 'phone' ? 'tel' : 'text'}
                value={made[part]}
                onChange={(event) => setMade({ ...made, [part]: event.target.value })}
                autoComplete="off"
              />
            </Field>
          ))
        )}
      </div>
    </Dialog>
  );
}
