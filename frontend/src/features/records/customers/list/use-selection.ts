import { useMemo, useState } from 'react';
import type { CustomerFilter, CustomerOut } from '@/api/gen/types.gen';
import { isNothing, NOTHING, type Selection } from '@/sockets/selection';
import type { CustomerQuery } from '../shared/query';

type Of = { key: string; selection: Selection };

/** What is selected in the list that `key` names: another list begins with nothing. */
export function useSelection(key: string, items: readonly CustomerOut[]) {
  const [kept, keep] = useState<Of>({ key, selection: NOTHING });
  const selection = kept.key === key ? kept.selection : NOTHING;
  const ids = useMemo(
    () => new Set(selection.kind === 'ids' ? selection.ids : items.map(({ id }) => id)),
    [selection, items],
  );
  const select = (next: Selection) => keep({ key, selection: next });
  return {
    selection,
    /** The boxes that are ticked among the rows that are loaded. */
    ids,
    empty: isNothing(selection),
    /** Every loaded row is ticked one by one: then all that match can be offered. */
    allLoaded: selection.kind === 'ids' && items.length > 0 && selection.ids.length >= items.length,
    choose: (next: ReadonlySet<string>) => select({ kind: 'ids', ids: [...next] }),
    chooseMatching: (query: CustomerQuery, filter: CustomerFilter, total: number) =>
      select({ kind: 'matching', query, filter, total }),
    clear: () => select(NOTHING),
  };
}

export type SelectionOfList = ReturnType<typeof useSelection>;
