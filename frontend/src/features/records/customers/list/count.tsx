import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/lib/format';
import { useDebounced } from '@/lib/use-debounced';
import { Button } from '@/ui/button';
import type { Rows } from './use-rows';

/** Counted up to here. */
export const CAP = 10_000;

/** How many there are; where that would take a question of its own, only when somebody asks it. */
export function ListCount({ rows }: { rows: Rows }) {
  const { t, i18n } = useTranslation('records/customers');
  const { total, items, isPending, isPlaceholderData } = rows;
  const number = (value: number) => formatNumber(value, i18n.resolvedLanguage);
  const text =
    total === null
      ? t('list.countLoaded', { formatted: number(items.length) })
      : t(total >= CAP && rows.hasNextPage ? 'list.countCapped' : 'list.count', {
          count: total,
          formatted: number(total),
        });
  const settled = useDebounced(isPending || isPlaceholderData ? '' : text, 400);
  if (isPending) return null;
  return (
    <span className="flex shrink-0 items-center gap-2 text-muted text-xs tabular-nums">
      <span aria-hidden>{text}</span>
      <span role="status" className="sr-only">
        {settled}
      </span>
      {total === null && (
        <Button variant="link" size="sm" busy={rows.isCounting} onClick={rows.countAll}>
          {t('list.countAll')}
        </Button>
      )}
    </span>
  );
}
