import { Search, UserPlus, UserRoundPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { useCommands } from '@/lib/commands';

type Places = {
  focusSearch: () => void;
  enterGrid: () => void;
  create: (lifecycle: 'prospect' | 'customer') => void;
  /** Prospects are not part of the plan. */
  locked: boolean;
};

/** What the keyboard can do here. Inside the table j, k, x and Enter are its own; outside j and k lead into it. */
export function useListCommands({ focusSearch, enterGrid, create, locked }: Places): void {
  const { t } = useTranslation(['records/customers', 'records/customers/shared']);
  const mayWrite = useMay('customers:write');
  const group = t('title');
  const fresh = [
    { lifecycle: 'customer', keys: 'c c', icon: UserRoundPlus },
    { lifecycle: 'prospect', keys: 'c l', icon: UserPlus },
  ] as const;
  useCommands([
    { id: 'customers.search', label: t('list.search'), keys: '/', group, icon: Search, run: focusSearch },
    { id: 'customers.next', label: t('list.next'), keys: 'j', group, hidden: true, run: enterGrid },
    { id: 'customers.previous', label: t('list.previous'), keys: 'k', group, hidden: true, run: enterGrid },
    { id: 'customers.select', label: t('list.selectRow'), keys: 'x', group, hidden: true, run: enterGrid },
    ...fresh
      .filter(({ lifecycle }) => mayWrite && !(locked && lifecycle === 'prospect'))
      .map(({ lifecycle, keys, icon }) => ({
        id: `customers.create.${lifecycle}`,
        label: t(`records/customers/shared:create.${lifecycle}`),
        keys,
        group,
        icon,
        run: () => create(lifecycle),
      })),
  ]);
}
