import { useMutation } from '@tanstack/react-query';
import { Crown, UserMinus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { setWorkersMutation } from '@/api/gen/@tanstack/react-query.gen';
import type { MemberRef } from '@/api/gen/types.gen';
import { useMay, useMe } from '@/api/session';
import { Section } from '@/components/section';
import { MemberPicker } from '@/features/access/members/shared/member-picker';
import { useRefresh, useShowAhead } from '@/features/records/overview/shared/writes';
import { mayWith } from '@/sockets/record';
import type { ToolProps } from '@/sockets/tools';
import { Avatar } from '@/ui/avatar';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { notify } from '@/ui/toast/manager';

type Have = { workers: MemberRef[]; owner: MemberRef | null };

/** Members assigned to the customer, and the one who owns it. */
export default function WorkersTool({ overview }: ToolProps) {
  const { customer } = overview;
  const mayAssign = mayWith(overview, 'assign');
  const { t } = useTranslation('records/customers/shared');
  const { member } = useMe();
  const mayFind = useMay('members:read');
  const showAhead = useShowAhead(customer.id);
  const refresh = useRefresh(customer.id);
  const { mutate } = useMutation({
    ...setWorkersMutation(),
    scope: { id: `customer-${customer.id}` },
    onSettled: refresh,
  });
  const before: Have = { workers: customer.workers, owner: customer.owner };
  const write = async (next: Have, said?: string) => {
    const undo = await showAhead((shown) => ({ ...shown, ...next }));
    mutate(
      {
        path: { customer_id: customer.id },
        body: { worker_ids: next.workers.map(({ id }) => id), owner_id: next.owner?.id ?? null },
      },
      {
        onError: undo,
        onSuccess: () => said && notify({ title: said, undo: () => void write(before) }),
      },
    );
  };
  const add = (one: MemberRef) =>
    customer.workers.some(({ id }) => id === one.id) ||
    void write({ ...before, workers: [...customer.workers, one] }, t('workers.added', { name: one.name }));
  const remove = (one: MemberRef) =>
    void write(
      {
        workers: customer.workers.filter(({ id }) => id !== one.id),
        owner: customer.owner?.id === one.id ? null : customer.owner,
      },
      t('workers.removed', { name: one.name }),
    );
  const own = (one: MemberRef | null) =>
    void write({ ...before, owner: one }, one ? t('workers.owns', { name: one.name }) : t('workers.ownsNone'));
  const assignedToMe = customer.workers.some(({ id }) => id === member.id);
  return (
    <Section name="tools.workers" title={t('workers.title')} count={customer.workers.length || undefined}>
      {customer.workers.length === 0 && <p className="pb-2 text-muted text-sm">{t('workers.none')}</p>}
      <ul className="flex flex-col gap-0.5 pb-2">
        {customer.workers.map((one) => {
          const owns = customer.owner?.id === one.id;
          return (
            <li key={one.id} className="flex min-h-row items-center gap-2 text-sm">
              <Avatar id={one.id} name={one.name} size="sm" />
              <span className="min-w-0 flex-1 truncate">{one.name}</span>
              {owns && <Badge tone="accent">{t('workers.owner')}</Badge>}
              {mayAssign && (
                <>
                  <IconButton
                    size="sm"
                    icon={Crown}
                    iconSize={14}
                    aria-pressed={owns}
                    label={t(owns ? 'workers.disown' : 'workers.makeOwner', { name: one.name })}
                    onClick={() => own(owns ? null : one)}
                  />
                  <IconButton
                    size="sm"
                    icon={UserMinus}
                    iconSize={14}
                    label={t('workers.remove', { name: one.name })}
                    onClick={() => remove(one)}
                  />
                </>
              )}
            </li>
          );
        })}
      </ul>
      {mayAssign && (
        <div className="flex flex-col gap-2">
          {mayFind && (
            <MemberPicker
              key={customer.workers.length}
              label={t('workers.assign')}
              onPick={(id, name) => id && name && add({ id, name })}
            />
          )}
          {!assignedToMe && (
            <Button variant="link" className="self-start" onClick={() => add({ id: member.id, name: member.name })}>
              {t('workers.me')}
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}
