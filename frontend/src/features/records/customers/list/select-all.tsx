import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listCustomers } from '@/api/gen/sdk.gen';
import { formatNumber } from '@/lib/format';
import { Button } from '@/ui/button';
import { CAP } from './count';
import { queryOf } from './model';
import type { Place } from './use-place';
import type { Rows } from './use-rows';
import type { SelectionOfList } from './use-selection';

type Props = { place: Place; rows: Rows; chosen: SelectionOfList };

/** Offers everything that matches once every loaded row is selected, and says so when it is. */
export function SelectAll({ place, rows, chosen }: Props) {
  const { t, i18n } = useTranslation('records/customers');
  const number = (value: number) => formatNumber(value, i18n.resolvedLanguage);
  const { selection } = chosen;
  const all = useMutation({
    mutationFn: async () => {
      const query = queryOf(place.filter, place.sort);
      const { data } = await listCustomers({ query: { ...query, include_total: true, limit: 1 }, throwOnError: true });
      chosen.chooseMatching(query, place.filter, data.total ?? 0);
    },
  });
  if (place.inTrash || (selection.kind === 'ids' && !(chosen.allLoaded && rows.hasNextPage))) return null;
  const matching = selection.kind === 'matching';
  const capped = matching && selection.total >= CAP;
  return (
    <p className="flex shrink-0 flex-wrap items-center justify-center gap-x-2 border-b bg-accent-soft px-gutter py-1 text-sm">
      <span role="status">
        {matching
          ? t(capped ? 'list.matchingCapped' : 'list.matching', {
              count: selection.total,
              formatted: number(selection.total),
            })
          : t('list.allLoaded', { count: rows.items.length, formatted: number(rows.items.length) })}
      </span>
      {matching ? (
        <Button variant="link" onClick={chosen.clear}>
          {t('list.clearSelection')}
        </Button>
      ) : (
        <Button variant="link" busy={all.isPending} onClick={() => all.mutate()}>
          {t('list.selectMatching')}
        </Button>
      )}
    </p>
  );
}
