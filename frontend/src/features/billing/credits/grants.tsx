import { useInfiniteQuery } from '@tanstack/react-query';
import { Ban } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FIRST_PAGE } from '@/api/catalogues';
import { listCreditGrantsInfiniteOptions } from '@/api/gen/@tanstack/react-query.gen';
import { voidCreditGrant } from '@/api/gen/sdk.gen';
import type { CreditGrantOut } from '@/api/gen/types.gen';
import { useMay, usePlace } from '@/api/session';
import { Confirm } from '@/components/confirm';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { formatNumber } from '@/lib/format';
import { formatTime } from '@/lib/time';
import { Badge } from '@/ui/badge';
import { IconButton } from '@/ui/icon-button';
import { Progress } from '@/ui/progress';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { useCreditsChanged } from './queries';

const TONES = { active: 'positive', pending: 'info', spent: 'neutral', expired: 'caution', voided: 'danger' } as const;

/** What was given, what is left of it, when it ends and in which order it burns. */
export function Grants({ customerId, unit }: { customerId: string; unit: string }) {
  const { t } = useTranslation('billing/credits');
  const grants = useInfiniteQuery({
    ...listCreditGrantsInfiniteOptions({ path: { customer_id: customerId }, query: { unit, limit: 50 } }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.next_cursor,
  });
  const items = grants.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label={t('parts.grants')} className="flex flex-col gap-3">
      <p className="text-muted text-xs">{t('grants.order')}</p>
      {grants.isPending && <SkeletonLines lines={4} />}
      {grants.isError && <ProblemNotice error={grants.error} retry={() => void grants.refetch()} />}
      {grants.isSuccess && items.length === 0 && <EmptyState title={t('grants.none')} text={t('grants.noneText')} />}
      <ul className="divide-y">
        {items.map((grant) => (
          <Grant key={grant.id} grant={grant} customerId={customerId} />
        ))}
      </ul>
      <MoreButton of={grants} className="self-center">
        {t('more')}
      </MoreButton>
    </section>
  );
}

function Grant({ grant, customerId }: { grant: CreditGrantOut; customerId: string }) {
  const { t, i18n } = useTranslation('billing/credits');
  const { timeZone } = usePlace();
  const language = i18n.resolvedLanguage;
  const changed = useCreditsChanged();
  const mayManage = useMay('credits:manage');
  const [asking, setAsking] = useState(false);
  const [key, setKey] = useState('');
  const number = (value: number) => formatNumber(value, language);
  const time = (at: string) => formatTime(at, { language, timeZone });
  const left = t('grants.left', { remaining: number(grant.remaining), amount: number(grant.amount) });
  const facts = [
    t('grants.priority', { priority: grant.priority }),
    t(`categories.${grant.category}`),
    grant.expires_at && t('grants.expires', { date: time(grant.expires_at) }),
    grant.state === 'pending' && t('grants.from', { date: time(grant.effective_at) }),
    grant.held > 0 && t('balance.held', { amount: number(grant.held) }),
    t('grants.by', { name: grant.actor.name, date: time(grant.created_at) }),
  ].filter((fact) => typeof fact === 'string');
  const open = grant.state === 'active' || grant.state === 'pending';
  return (
    <li className="flex items-start gap-3 py-3">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <span className="flex flex-wrap items-center gap-2 text-sm">
          <span className="font-medium tabular-nums">{left}</span>
          <Badge tone={TONES[grant.state]}>{t(`states.${grant.state}`)}</Badge>
          {grant.note && <span className="min-w-0 truncate text-muted">{grant.note}</span>}
        </span>
        <Progress label={left} value={grant.remaining} max={grant.amount} className="max-w-80" />
        <span className="text-muted text-xs">{facts.join(' · ')}</span>
      </div>
      {mayManage && open && (
        <IconButton
          size="sm"
          icon={Ban}
          iconSize={14}
          label={t('grants.void', { amount: number(grant.remaining) })}
          onClick={() => {
            setKey(crypto.randomUUID());
            setAsking(true);
          }}
        />
      )}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t('grants.voidTitle', { amount: number(grant.remaining) })}
        text={t('grants.voidText')}
        confirmLabel={t('grants.voidConfirm')}
        danger
        onConfirm={async () => {
          await voidCreditGrant({
            path: { customer_id: customerId, grant_id: grant.id },
            headers: { 'Idempotency-Key': key },
            body: {},
            throwOnError: true,
          });
          await changed();
          notify({ title: t('grants.voidDone') });
        }}
      />
    </li>
  );
}
