import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberRef } from '@/api/gen/types.gen';
import { useMay, useMe } from '@/api/session';
import { MemberPicker } from '@/features/access/members/shared/member-picker';
import type { BulkDialogProps } from '@/sockets/bulk';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { Field } from '@/ui/field';
import { Segmented } from '@/ui/segmented';
import { BulkForm } from './form';
import { useKnown } from './known';
import type { BulkAction } from './model';

const OWNING = ['same', 'nobody', 'member'] as const;

/** Adds workers and sets the owner. Without `customers:assign` one can only put oneself forward. */
export function BulkAssign(props: BulkDialogProps) {
  const { t } = useTranslation('records/customers');
  const { me, mayFind } = useReach();
  const [workers, setWorkers] = useState<MemberRef[]>([]);
  const [owning, setOwning] = useState<(typeof OWNING)[number]>('same');
  const [owner, setOwner] = useState<MemberRef | null>(null);
  const owned = owning === 'nobody' ? { owner_id: null } : owning === 'member' && owner ? { owner_id: owner.id } : {};
  const complete = (workers.length > 0 || owning !== 'same') && (owning !== 'member' || owner);
  const action: BulkAction | null = complete
    ? { type: 'assign', worker_ids: workers.map(({ id }) => id), ...owned }
    : null;
  return (
    <BulkForm {...props} title={t('bulk.assign.title')} submitLabel={t('bulk.assign.submit')} action={action}>
      <People label={t('bulk.assign.workers')} people={workers} onChange={setWorkers} offered={[me]} />
      <Field label={t('bulk.assign.owner')}>
        <Segmented
          label={t('bulk.assign.owner')}
          value={owning}
          onValueChange={setOwning}
          items={OWNING.map((value) => ({ value, label: t(`bulk.assign.owning.${value}`) }))}
          className="self-start"
        />
      </Field>
      {owning === 'member' &&
        (mayFind ? (
          <MemberPicker
            label={t('bulk.assign.newOwner')}
            value={owner}
            onPick={(id, name) => setOwner(id && name ? { id, name } : null)}
          />
        ) : (
          <Button aria-pressed={owner?.id === me.id} className="self-start" onClick={() => setOwner(me)}>
            {t('bulk.assign.me', { name: me.name })}
          </Button>
        ))}
      {!mayFind && <p className="text-muted text-sm">{t('bulk.assign.onlyMe')}</p>}
    </BulkForm>
  );
}

/** Takes workers off; who owned a customer owns it no longer. */
export function BulkUnassign(props: BulkDialogProps) {
  const { t } = useTranslation('records/customers');
  const { me, mayFind } = useReach();
  const known = useKnown(props.selection);
  const [workers, setWorkers] = useState<MemberRef[]>([]);
  const assigned = new Map(known?.flatMap((customer) => customer.workers.map((worker) => [worker.id, worker])));
  const offered = mayFind ? [...assigned.values()] : [me];
  return (
    <BulkForm
      {...props}
      title={t('bulk.unassign.title')}
      submitLabel={t('bulk.unassign.submit')}
      action={workers.length > 0 ? { type: 'unassign', worker_ids: workers.map(({ id }) => id) } : null}
    >
      <People label={t('bulk.unassign.workers')} people={workers} onChange={setWorkers} offered={offered} />
      <p className="text-muted text-sm">{t('bulk.unassign.hint')}</p>
    </BulkForm>
  );
}

/** Others may be assigned by those with `customers:assign`, and found by those with `members:read`. */
function useReach() {
  const { member } = useMe();
  const [mayAssign, mayRead] = [useMay('customers:assign'), useMay('members:read')];
  return { me: { id: member.id, name: member.name }, mayFind: mayAssign && mayRead };
}

type PeopleProps = {
  label: string;
  people: MemberRef[];
  onChange: (people: MemberRef[]) => void;
  /** Shown as buttons: likely ones, or all that are allowed. */
  offered: MemberRef[];
};

function People({ label, people, onChange, offered }: PeopleProps) {
  const { t } = useTranslation('records/customers');
  const { me, mayFind } = useReach();
  const add = (one: MemberRef) => people.some(({ id }) => id === one.id) || onChange([...people, one]);
  const left = offered.filter(({ id }) => !people.some((one) => one.id === id));
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-medium text-sm">{label}</h3>
      {mayFind && (
        <MemberPicker key={people.length} label={label} onPick={(id, name) => id && name && add({ id, name })} />
      )}
      {people.length > 0 && (
        <ul className="flex flex-wrap gap-1" aria-label={label}>
          {people.map((one) => (
            <li key={one.id}>
              <Chip name={one.name} onRemove={() => onChange(people.filter(({ id }) => id !== one.id))}>
                {one.name}
              </Chip>
            </li>
          ))}
        </ul>
      )}
      {left.length > 0 && (
        <div className="flex flex-wrap gap-1">
          {left.map((one) => (
            <Button key={one.id} size="sm" onClick={() => add(one)}>
              {one.id === me.id ? t('bulk.assign.me', { name: one.name }) : one.name}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
