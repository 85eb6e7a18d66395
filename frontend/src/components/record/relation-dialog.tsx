import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listRelationTypesOptions } from '@/api/gen/@tanstack/react-query.gen';
import { createRelation } from '@/api/gen/sdk.gen';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import type { Option } from '@/ui/combobox';
import { Dialog } from '@/ui/dialog';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { Segmented } from '@/ui/segmented';
import { Select } from '@/ui/select';
import { notify } from '@/ui/toast-manager';
import { CustomerPicker } from './field-editor';

type Props = { customerId: string; onSaved: () => void; onClose: () => void };

/** Links a customer that is there, or a new one made on the spot. */
export default function RelationDialog({ customerId, onSaved, onClose }: Props) {
  const { t } = useTranslation('record');
  const types = useQuery(listRelationTypesOptions({ query: { limit: 200 } }));
  const [how, setHow] = useState<string | null>(null);
  const [which, setWhich] = useState<'known' | 'new'>('known');
  const [other, setOther] = useState<Option | null>(null);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const ways = (types.data?.items ?? []).flatMap((type) => [
    { value: `outgoing ${type.id}`, label: type.name },
    ...(type.is_symmetrical ? [] : [{ value: `incoming ${type.id}`, label: type.inverse_name }]),
  ]);
  const complete = how && (which === 'known' ? other : name.trim());
  const submit = async () => {
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
          ...(which === 'known' ? { customer_id: other?.id } : { new_customer: { name: name.trim() } }),
        },
        throwOnError: true,
      });
      notify({ title: t('related.linked', { name: data.customer.name }) });
      onSaved();
      onClose();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('related.add')}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button variant="primary" busy={busy} disabled={!complete} onClick={() => void submit()}>
            {t('related.submit')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {error !== undefined && <ProblemNotice error={error} />}
        {types.isError && <ProblemNotice error={types.error} retry={() => void types.refetch()} />}
        <Field label={t('related.how')}>
          <Select aria-label={t('related.how')} value={how} onValueChange={setHow} items={ways} />
        </Field>
        <Segmented
          label={t('related.which')}
          value={which}
          onValueChange={setWhich}
          items={[
            { value: 'known', label: t('related.known') },
            { value: 'new', label: t('related.new') },
          ]}
          className="self-start"
        />
        {which === 'known' ? (
          <CustomerPicker label={t('related.who')} value={other} except={customerId} onPick={setOther} />
        ) : (
          <Field label={t('contact.name')}>
            <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
          </Field>
        )}
      </div>
    </Dialog>
  );
}
