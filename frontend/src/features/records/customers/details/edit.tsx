import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerOut } from '@/api/gen/types.gen';
import type { CustomerChange } from '@/sockets/record';
import { Avatar } from '@/ui/avatar';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { plainChange } from '../shared/changes';

const AvatarDialog = lazy(() => import('../shared/avatar-dialog'));
type Props = { customer: CustomerOut; save: (change: CustomerChange) => void; onClose: () => void };

/** Name and picture (C3). */
export default function DetailsEdit({ customer, save, onClose }: Props) {
  const { t } = useTranslation([
    'records/customers',
    'records/customers/shared',
    'records/custom-fields',
    'components',
  ]);
  const [name, setName] = useState(customer.name);
  const [picture, setPicture] = useState(false);
  const typed = name.trim();
  const label = t('records/customers/shared:contact.name');
  const submit = () => {
    if (!typed) return;
    if (typed !== customer.name)
      save(
        plainChange(customer, 'name', typed, {
          label,
          saved: t('records/custom-fields:saved', { name: label }),
        }),
      );
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('details.edit')}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button variant="primary" disabled={!typed} onClick={submit}>
            {t('components:save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex items-center gap-4">
          <Avatar
            id={customer.id}
            name={typed || customer.name}
            src={customer.avatar_url}
            size="xl"
            square={customer.kind === 'company'}
          />
          <Button onClick={() => setPicture(true)}>{t('records/customers/shared:picture.menu')}</Button>
        </div>
        <Field label={label} error={typed ? undefined : t('records/custom-fields:needed')}>
          <Input
            value={name}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && submit()}
          />
        </Field>
      </div>
      <Suspense>{picture && <AvatarDialog customer={customer} onClose={() => setPicture(false)} />}</Suspense>
    </Dialog>
  );
}
