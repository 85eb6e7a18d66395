import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Download, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FIRST_PAGE } from '@/api/catalogues';
import { listCreditEntriesInfiniteOptions } from '@/api/gen/@tanstack/react-query.gen';
import { reverseCreditEntry } from '@/api/gen/sdk.gen';
import type { CreditEntryOut } from '@/api/gen/types.gen';
import { useMay, usePlace } from '@/api/session';
import { Confirm } from '@/components/confirm';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { saveAddress } from '@/lib/download';
import { formatNumber } from '@/lib/format';
import { formatTime } from '@/lib/time';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { Select } from '@/ui/select';
import { SkeletonLines } from '@/ui/skeleton';
import { NumberTd, Table, Td, Th } from '@/ui/table';
import { notify } from '@/ui/toast/manager';
import { useCreditsChanged } from './queries';

type About = { customerId: string; unit: string };
const TYPES = ['grant', 'consume', 'deduct', 'capture', 'expire', 'void', 'reversal'] as const;
type Choice = (typeof TYPES)[number] | 'all';
const DEBITS: readonly string[] = ['consume', 'deduct', 'capture'];

/** Every movement, newest first, with what it paid for. */
export function History({ customerId, unit }: About) {
  const { t } = useTranslation('billing/credits');
  const [type, setType] = useState<Choice>('all');
  const filter = type === 'all' ? {} : { type: [type] };
  const entries = useInfiniteQuery({
    ...listCreditEntriesInfiniteOptions({ path: { customer_id: customerId }, query: { unit, limit: 50, ...filter } }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
  const items = entries.data?.pages.flatMap((page) => page.items) ?? [];
  const file = new URLSearchParams({ unit, ...(type !== 'all' && { type }) });
  return (
    <section aria-label={t('parts.history')} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={t('history.filter')}
          className="w-48"
          value={type}
          onValueChange={setType}
          items={(['all', ...TYPES] as const).map((value) => ({ value, label: t(`types.${value}`) }))}
        />
        <Button
          className="ms-auto"
          onClick={() => saveAddress(`/api/v1/customers/${customerId}/credits/export?${file}`, 'credits.csv')}
        >
          <Download size={14} aria-hidden />
          {t('history.export')}
        </Button>
      </div>
      {entries.isPending && <SkeletonLines lines={5} />}
      {entries.isError && <ProblemNotice error={entries.error} retry={() => void entries.refetch()} />}
      {entries.isSuccess && items.length === 0 && (
        <EmptyState
          kind={type === 'all' ? 'first' : 'match'}
          title={t(type === 'all' ? 'history.none' : 'history.noMatch')}
          text={type === 'all' ? t('history.noneText') : undefined}
          actions={type !== 'all' && <Button onClick={() => setType('all')}>{t('history.all')}</Button>}
        />
      )}
      {items.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
        <div className="overflow-x-auto" role="region" tabIndex={0} aria-label={t('parts.history')}>
          <Table className="min-w-[44rem]">
            <thead>
              <tr>
                <Th>{t('history.date')}</Th>
                <Th>{t('history.type')}</Th>
                <Th className="text-end">{t('amount')}</Th>
                <Th className="text-end">{t('history.balance')}</Th>
                <Th>{t('note')}</Th>
                <Th>{t('history.by')}</Th>
                <Th>
                  <span className="sr-only">{t('history.actions')}</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {items.map((entry) => (
                <Entry key={entry.id} entry={entry} customerId={customerId} />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <MoreButton of={entries} className="self-center">
        {t('more')}
      </MoreButton>
    </section>
  );
}

function Entry({ entry, customerId }: { entry: CreditEntryOut; customerId: string }) {
  const { t, i18n } = useTranslation('billing/credits');
  const { timeZone } = usePlace();
  const language = i18n.resolvedLanguage;
  const changed = useCreditsChanged();
  const mayManage = useMay('credits:manage');
  const [asking, setAsking] = useState(false);
  // One key for each question asked: an answer that got lost may be asked for again.
  const [key, setKey] = useState('');
  const sign = entry.amount > 0 ? '+' : '−';
  const amount = formatNumber(Math.abs(entry.amount), language);
  const reversible = mayManage && DEBITS.includes(entry.type) && !entry.reversed_by_id;
  return (
    <tr>
      <Td className="whitespace-nowrap">{formatTime(entry.created_at, { language, timeZone })}</Td>
      <Td className="whitespace-nowrap">
        <Badge tone={entry.amount > 0 ? 'positive' : 'neutral'}>{t(`types.${entry.type}`)}</Badge>
      </Td>
      <NumberTd>
        {sign}
        {amount}
      </NumberTd>
      <NumberTd>{formatNumber(entry.balance_after, language)}</NumberTd>
      <Td className="max-w-64">
        <span className="block truncate">{entry.note}</span>
        {entry.source && (
          <span className="block truncate text-muted text-xs">
            {entry.source.type} · {entry.source.id}
          </span>
        )}
        {entry.reversed_by_id && <span className="block text-muted text-xs">{t('history.reversed')}</span>}
      </Td>
      <Td className="max-w-40 truncate">{entry.actor.name}</Td>
      <Td className="text-end">
        {reversible && (
          <IconButton
            size="sm"
            icon={Undo2}
            iconSize={14}
            label={t('history.reverse', { amount })}
            onClick={() => {
              setKey(crypto.randomUUID());
              setAsking(true);
            }}
          />
        )}
        <Confirm
          open={asking}
          onOpenChange={setAsking}
          title={t('history.reverseTitle', { amount })}
          text={t('history.reverseText')}
          confirmLabel={t('history.reverseConfirm')}
          onConfirm={async () => {
            await reverseCreditEntry({
              path: { customer_id: customerId, entry_id: entry.id },
              headers: { 'Idempotency-Key': key },
              body: {},
              throwOnError: true,
            });
            await changed();
            notify({ title: t('history.reverseDone', { amount }) });
          }}
        />
      </Td>
    </tr>
  );
}
