import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getCustomerOptions } from '@/api/gen/@tanstack/react-query.gen';
import { getJobErrors } from '@/api/gen/sdk.gen';
import type { JobOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { knownCustomer } from '@/features/records/overview/shared/queries';
import { formatNumber } from '@/lib/format';
import { Avatar } from '@/ui/avatar';
import { Button, buttonLook } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { SkeletonLines } from '@/ui/skeleton';
import { readFailures } from './failures';
import { byReason } from './model';

/** Names shown under one reason at first. */
const FEW = 10;
const MOST = 200;

/** Who was refused and why, by reason; each name leads to the customer, the whole list is a file. */
export default function BulkResult({ job, onClose }: { job: JobOut; onClose: () => void }) {
  const { t, i18n } = useTranslation('records/customers');
  const number = (value: unknown) => formatNumber(Number(value ?? 0), i18n.resolvedLanguage);
  const failures = useQuery({
    queryKey: ['bulk-failures', job.id],
    enabled: Boolean(job.errors_url),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const { data } = await getJobErrors({ path: { job_id: job.id }, parseAs: 'text', signal, throwOnError: true });
      return byReason(readFailures(String(data)));
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('bulk.result.title', { count: Number(job.result.failed ?? 0), formatted: number(job.result.failed) })}
      description={t('bulk.result.changed', {
        count: Number(job.result.changed ?? 0),
        formatted: number(job.result.changed),
      })}
      footer={
        <>
          {job.errors_url && (
            <a href={job.errors_url} download className={buttonLook()}>
              <Download size={16} aria-hidden />
              {t('bulk.result.file')}
            </a>
          )}
          <Button variant="primary" onClick={onClose}>
            {t('bulk.result.close')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failures.isPending && failures.isFetching && <SkeletonLines />}
        {failures.isError && <ProblemNotice error={failures.error} retry={() => void failures.refetch()} />}
        {failures.data?.map((group) => (
          <Reason key={group.reason} {...group} />
        ))}
      </div>
    </Dialog>
  );
}

function Reason({ reason, customerIds }: { reason: string; customerIds: string[] }) {
  const { t, i18n } = useTranslation('records/customers');
  const [shown, setShown] = useState(FEW);
  const left = Math.min(customerIds.length, MOST) - shown;
  return (
    <section aria-label={reason}>
      <h3 className="flex gap-2 pb-1 font-medium text-sm">
        <span className="min-w-0 flex-1">{reason}</span>
        <span className="text-muted tabular-nums">{formatNumber(customerIds.length, i18n.resolvedLanguage)}</span>
      </h3>
      <ul className="flex flex-col">
        {customerIds.slice(0, shown).map((id) => (
          <li key={id}>
            <Refused id={id} />
          </li>
        ))}
      </ul>
      {left > 0 && (
        <Button variant="link" onClick={() => setShown(MOST)}>
          {t('bulk.result.more', { count: left })}
        </Button>
      )}
      {shown > FEW && customerIds.length > MOST && <p className="text-muted text-xs">{t('bulk.result.rest')}</p>}
    </section>
  );
}

function Refused({ id }: { id: string }) {
  const client = useQueryClient();
  const known = knownCustomer(client, id);
  const asked = useQuery({
    ...getCustomerOptions({ path: { customer_id: id } }),
    enabled: !known,
    retry: false,
  });
  const customer = known ?? asked.data;
  if (asked.isError)
    return <span className="flex min-h-row items-center px-1.5 font-mono text-muted text-xs">{id}</span>;
  return (
    <Link
      to="/w/$customerId"
      params={{ customerId: id }}
      className="flex min-h-row items-center gap-2 rounded-md px-1.5 text-sm hover:bg-hover"
    >
      <Avatar id={id} name={customer?.name ?? ''} src={customer?.avatar_url} size="sm" />
      <span className="truncate">{customer?.name ?? '…'}</span>
    </Link>
  );
}
