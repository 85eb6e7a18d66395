import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { allFolders } from '@/api/catalogues';
import type { CustomerOut } from '@/api/gen/types.gen';
import type { CustomerChange } from '@/sockets/record';
import { Dot } from '@/ui/chip';
import { Menu, MenuRadios } from '@/ui/menu';

type Props = { customer: CustomerOut; mayEdit: boolean; save: (change: CustomerChange) => void };

/** The statuses of the folder the customer lies in. */
export function StatusMenu({ customer, mayEdit, save }: Props) {
  const { t } = useTranslation('records/customers/shared');
  const folders = useQuery(allFolders);
  const statuses = folders.data?.find(({ id }) => id === customer.folder?.id)?.statuses ?? [];
  const face = (
    <>
      <Dot colour={customer.status?.colour ?? null} />
      {customer.status?.name ?? t('profile.noStatus')}
    </>
  );
  if (!customer.folder) return null;
  if (!mayEdit || statuses.length === 0)
    return customer.status && <span className="flex items-center gap-1.5 text-sm">{face}</span>;
  const choose = (statusId: string) => {
    const next = statuses.find(({ id }) => id === statusId);
    if (!next || next.id === customer.status?.id) return;
    const label = t('profile.status');
    save({
      patch: { status_id: next.id },
      back: { status_id: customer.status?.id ?? null },
      apply: (shown) => ({ ...shown, status: next }),
      revert: (shown) => ({ ...shown, status: customer.status }),
      read: (shown) => shown.status?.name ?? '',
      label,
      saved: t('profile.statusSaved', { name: next.name }),
    });
  };
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={t('profile.statusMenu', { name: customer.status?.name ?? t('profile.noStatus') })}
          className="flex h-6 items-center gap-1.5 rounded-full border px-2 text-sm hover:bg-hover data-popup-open:bg-hover"
        >
          {face}
          <ChevronDown size={12} aria-hidden className="text-muted" />
        </button>
      }
    >
      <MenuRadios
        label={t('profile.status')}
        value={customer.status?.id ?? ''}
        onValueChange={choose}
        items={statuses.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Menu>
  );
}
