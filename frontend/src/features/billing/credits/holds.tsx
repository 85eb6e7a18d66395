import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FIRST_PAGE } from '@/api/catalogues';
import { listCreditHoldsInfiniteOptions } from '@/api/gen/@tanstack/react-query.gen';
import { captureCreditHold, releaseCreditHold } from '@/api/gen/sdk.gen';
import type { CreditHoldOut } from '@/api/gen/types.gen';
import { useMay, usePlace } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { formatNumber } from '@/lib/format';
import { formatTime } from '@/lib/time';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { useMovement, wholeNumber } from './queries';

const TONES = { open: 'info', captured: 'positive', released: 'neutral', expired: 'caution' } as const;

/** What is reserved for something that is still running, and what became of earlier reservations. */
export function Holds({ customerId, unit }: { customerId: string; unit: string }) {
  const { t } = useTranslation('billing/credits');
  const holds = useInfiniteQuery({
    ...listCreditHoldsInfiniteOptions({ path: { customer_id: customerId }, query: { unit, limit: 50 } }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.next_cursor,
  });
  const items = holds.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label={t('parts.holds')} className="flex flex-col gap-3">
      {holds.isPending && <SkeletonLines lines={4} />}
      {holds.isError && <ProblemNotice error={holds.error} retry={() => void holds.refetch()} />}
      {holds.isSuccess && items.length === 0 && <EmptyState title={t('holds.none')} text={t('holds.noneText')} />}
      <ul className="divide-y">
        {items.map((hold) => (
          <Hold key={hold.id} hold={hold} customerId={customerId} />
        ))}
      </ul>
      <MoreButton of={holds} className="self-center">
        {t('more')}
      </MoreButton>
    </section>
  );
}

function Hold({ hold, customerId }: { hold: CreditHoldOut; customerId: string }) {
  const { t, i18n } = useTranslation('billing/credits');
  const { timeZone } = usePlace();
  const language = i18n.resolvedLanguage;
  const maySettle = useMay('credits:consume');
  const number = (value: number) => formatNumber(value, language);
  const time = (at: string) => formatTime(at, { language, timeZone });
  const facts = [
    hold.source && `${hold.source.type} · ${hold.source.id}`,
    hold.state === 'open' ? t('holds.until', { date: time(hold.expires_at) }) : null,
    hold.state === 'captured' && t('holds.paid', { amount: number(hold.captured) }),
    t('grants.by', { name: hold.actor.name, date: time(hold.created_at) }),
  ].filter((fact) => typeof fact === 'string');
  return (
    <li className="flex flex-col gap-1 py-3">
      <span className="flex flex-wrap items-center gap-2 text-sm">
        <span className="font-medium tabular-nums">{number(hold.amount)}</span>
        <Badge tone={TONES[hold.state]}>{t(`states.${hold.state}`)}</Badge>
        {hold.note && <span className="min-w-0 truncate text-muted">{hold.note}</span>}
      </span>
      <span className="text-muted text-xs">{facts.join(' · ')}</span>
      {maySettle && hold.state === 'open' && <Settle hold={hold} customerId={customerId} />}
    </li>
  );
}

/** Pay a part of it, or let all of it go. */
function Settle({ hold, customerId }: { hold: CreditHoldOut; customerId: string }) {
  const { t } = useTranslation('billing/credits');
  const [typed, setTyped] = useState(String(hold.amount));
  const amount = wholeNumber(typed);
  const path = { customer_id: customerId, hold_id: hold.id };
  const capture = useMovement({
    send: (key) =>
      captureCreditHold({
        path,
        headers: { 'Idempotency-Key': key },
        body: { amount: amount ?? 0 },
        throwOnError: true,
      }),
    done: () => notify({ title: t('holds.captured') }),
  });
  const release = useMovement({
    send: (key) => releaseCreditHold({ path, headers: { 'Idempotency-Key': key }, body: {}, throwOnError: true }),
    done: () => notify({ title: t('holds.released') }),
  });
  const error = (capture.placed ? undefined : capture.error) ?? release.error;
  return (
    <form onSubmit={capture.submit} className="flex flex-wrap items-end gap-2 pt-1">
      {error !== undefined && <ProblemNotice error={error} className="w-full" />}
      <Field label={t('amount')} error={capture.errorAt('/amount')} className="w-32">
        <Input
          inputMode="numeric"
          value={typed}
          onChange={(event) => {
            capture.again();
            setTyped(event.target.value);
          }}
        />
      </Field>
      <Button type="submit" busy={capture.busy} disabled={!amount || release.busy}>
        {t('holds.capture')}
      </Button>
      <Button variant="quiet" busy={release.busy} disabled={capture.busy} onClick={() => void release.submit()}>
        {t('holds.release')}
      </Button>
    </form>
  );
}
