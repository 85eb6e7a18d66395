import { useQueryClient } from '@tanstack/react-query';
import { Search, UserPlus, UserRoundPlus } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { overviewQuery } from '@/features/records/overview/shared/queries';
import { useCommands } from '@/lib/commands';
import { goInto } from '../go-in';
import { useWorkspace } from '../use-workspace';

/** Walking the list, searching it, adding to it; the neighbours of the open customer are fetched ahead. */
export function useListCommands(
  ids: string[],
  onCreate: (lifecycle: 'prospect' | 'customer') => void,
  focusSearch: () => void,
): void {
  const { t } = useTranslation(['records/workspace', 'records/customers/shared']);
  const { customerId, heading, open, close } = useWorkspace();
  const mayWrite = useMay('customers:write');
  const client = useQueryClient();
  const at = customerId ? ids.indexOf(customerId) : -1;
  const group = t('list.label');
  const step = (by: 1 | -1) => {
    const from = ids.indexOf(heading() ?? '');
    const next = ids[from < 0 ? 0 : from + by];
    if (next) open(next);
  };
  const [before, after] = [at > 0 ? ids[at - 1] : undefined, at >= 0 ? ids[at + 1] : undefined];
  useEffect(() => {
    const idle = setTimeout(() => {
      for (const id of [after, before]) if (id) void client.prefetchQuery(overviewQuery(id));
    }, 200);
    return () => clearTimeout(idle);
  }, [client, before, after]);
  useCommands([
    { id: 'list.search', label: t('list.search'), keys: '/', group, icon: Search, run: focusSearch },
    { id: 'list.next', label: t('list.next'), keys: 'j', group, hidden: true, run: () => step(1) },
    { id: 'list.previous', label: t('list.previous'), keys: 'k', group, hidden: true, run: () => step(-1) },
    { id: 'list.enter', label: t('list.enter'), keys: 'enter', group, hidden: true, run: () => goInto(heading()) },
    ...(customerId
      ? [
          {
            id: 'list.close',
            label: t('toList'),
            keys: 'escape',
            group,
            hidden: true,
            run: close,
          },
        ]
      : []),
    ...(mayWrite
      ? [
          {
            id: 'create.prospect',
            label: t('records/customers/shared:create.prospect'),
            keys: 'c l',
            group,
            icon: UserPlus,
            run: () => onCreate('prospect'),
          },
          {
            id: 'create.customer',
            label: t('records/customers/shared:create.customer'),
            keys: 'c c',
            group,
            icon: UserRoundPlus,
            run: () => onCreate('customer'),
          },
        ]
      : []),
  ]);
}
