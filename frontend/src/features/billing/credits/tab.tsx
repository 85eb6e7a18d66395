import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getCreditsOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { CreditBalanceOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { cn } from '@/lib/cn';
import { formatNumber } from '@/lib/format';
import { formatDate } from '@/lib/time';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Segmented } from '@/ui/segmented';
import { Skeleton, SkeletonLines } from '@/ui/skeleton';
import { Forecast } from './forecast';
import { Grants } from './grants';
import { History } from './history';
import { Holds } from './holds';
import { Movements } from './movements';
import { CreditSettings } from './unit-settings';

const Chart = lazy(() => import('./chart'));
const UnitsDialog = lazy(() => import('./units-dialog'));
const PARTS = ['history', 'grants', 'holds', 'settings'] as const;
type Part = (typeof PARTS)[number];

/** What a customer has of each unit, how it moved, and what is set about it (A6). */
export default function CreditsTab({ overview: { customer } }: { overview: { customer: { id: string } } }) {
  const { t } = useTranslation('billing/credits');
  const mayManage = useMay('credits:manage');
  const [chosen, setChosen] = useState<string>();
  const [part, setPart] = useState<Part>('history');
  const [units, setUnits] = useState(false);
  const balances = useQuery(getCreditsOptions({ path: { customer_id: customer.id } }));
  if (balances.isError) return <ProblemNotice error={balances.error} retry={() => void balances.refetch()} />;
  if (!balances.data) return <SkeletonLines lines={6} />;
  const rows = balances.data.balances;
  const balance = rows.find(({ unit }) => unit === chosen) ?? rows[0];
  if (!balance) return null;
  const about = { customerId: customer.id, unit: balance.unit };
  return (
    <div className="flex flex-col gap-5">
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3" aria-label={t('units')}>
        {rows.map((row) => (
          <li key={row.unit}>
            <BalanceCard balance={row} chosen={row === balance} onChoose={() => setChosen(row.unit)} />
          </li>
        ))}
      </ul>
      {mayManage && (
        <div className="flex flex-wrap items-start gap-2">
          <Movements key={balance.unit} {...about} available={balance.available} />
          <Button variant="quiet" className="ms-auto" onClick={() => setUnits(true)}>
            {t('unit.manage')}
          </Button>
        </div>
      )}
      <Suspense>{units && <UnitsDialog onClose={() => setUnits(false)} />}</Suspense>
      <section aria-label={t('chart.title')} className="flex flex-col gap-2">
        <Forecast {...about} />
        <Suspense fallback={<Skeleton className="h-48 w-full" />}>
          <Chart {...about} />
        </Suspense>
      </section>
      <Segmented
        label={t('parts.label')}
        value={part}
        onValueChange={setPart}
        items={PARTS.map((value) => ({ value, label: t(`parts.${value}`) }))}
        className="max-w-full overflow-x-auto"
      />
      {part === 'history' && <History key={balance.unit} {...about} />}
      {part === 'grants' && <Grants {...about} />}
      {part === 'holds' && <Holds {...about} />}
      {part === 'settings' && <CreditSettings key={balance.unit} {...about} />}
    </div>
  );
}

function BalanceCard({
  balance,
  chosen,
  onChoose,
}: {
  balance: CreditBalanceOut;
  chosen: boolean;
  onChoose: () => void;
}) {
  const { t, i18n } = useTranslation('billing/credits');
  const language = i18n.resolvedLanguage;
  const number = (value: number) => formatNumber(value, language);
  const facts = [
    balance.held > 0 && t('balance.held', { amount: number(balance.held) }),
    balance.pending > 0 && t('balance.pending', { amount: number(balance.pending) }),
    balance.next_expiry_at &&
      t('balance.expiring', {
        amount: number(balance.next_expiry_amount),
        date: formatDate(balance.next_expiry_at, { language }),
      }),
  ].filter((fact) => typeof fact === 'string');
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className={cn(
        'flex h-full w-full flex-col gap-1 rounded-md border bg-surface p-3 text-start hover:bg-hover',
        chosen && 'border-accent ring-1 ring-accent',
      )}
    >
      <span className="flex w-full items-center gap-2 text-muted text-xs">
        <span className="truncate">{balance.unit_name}</span>
        {balance.low && <Badge tone="caution">{t('balance.low')}</Badge>}
      </span>
      <span className="font-semibold text-xl tabular-nums">{number(balance.available)}</span>
      <span className="text-muted text-xs">{facts.length > 0 ? facts.join(' · ') : t('balance.available')}</span>
    </button>
  );
}
