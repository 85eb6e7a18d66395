import { useQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { getCustomerFeaturesOptions } from '@/api/gen/@tanstack/react-query.gen';
import { useMe } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { ProblemNotice, UnmetList } from '@/components/problem';
import { useOverview } from '@/features/records/overview/shared/queries';
import { WriteConflict } from '@/features/records/overview/shared/write-conflict';
import { useCustomerWriter } from '@/features/records/overview/shared/writes';
import type { Problem } from '@/lib/problem';
import { manageTabs, tabOf } from '@/sockets/manage';
import { Avatar } from '@/ui/avatar';
import { Dialog } from '@/ui/dialog';
import { SkeletonLines } from '@/ui/skeleton';
import { TabPanel, Tabs } from '@/ui/tabs';

type Props = {
  customerId: string;
  /** From the address. */
  tab: string | undefined;
  onTab: (id: string) => void;
  onClose: () => void;
  /** It lies in the trash now; without, the dialog just closes. */
  onDeleted?: () => void;
};

/** Everything that is managed about one customer, an address for each tab (A6). Load it lazily. */
export default function ManageDialog({ customerId, tab, onTab, onClose, onDeleted = onClose }: Props) {
  const { t } = useTranslation('records/customers');
  const { t: named } = useTranslation(['names', 'components']);
  const { permissions } = useMe();
  const overview = useOverview(customerId);
  const { data: features } = useQuery({
    ...getCustomerFeaturesOptions({ path: { customer_id: customerId } }),
    enabled: permissions.includes('features:read'),
  });
  const { save, conflict, endConflict } = useCustomerWriter(customerId);
  const content = useRef<HTMLDivElement>(null);
  const data = overview.isPlaceholderData ? undefined : overview.data;
  const customer = overview.data?.customer;
  const locks = new Map(
    manageTabs.map(({ id, lock }) => [id, (data && lock?.({ overview: data, features, permissions, t: named })) ?? []]),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="xl"
      flush
      initialFocus={() => content.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]') ?? true}
      title={
        <span className="flex min-w-0 items-center gap-2.5">
          {customer && (
            <Avatar
              id={customer.id}
              name={customer.name}
              src={customer.avatar_url}
              size="sm"
              square={customer.kind === 'company'}
            />
          )}
          <span className="truncate">
            {customer ? t('manage.title', { name: customer.name }) : t('manage.loading')}
          </span>
        </span>
      }
    >
      <div ref={content} className="contents">
        {overview.isError && !overview.data ? (
          <ProblemNotice error={overview.error} retry={() => void overview.refetch()} className="m-5" />
        ) : (
          <Tabs
            label={t('manage.label')}
            value={tabOf(tab).id}
            onValueChange={onTab}
            className="h-full sm:h-[min(46rem,calc(100dvh-9rem))]"
            listClassName="px-3"
            tabs={manageTabs.map(({ id, label, count }) => ({
              value: id,
              label: named(label),
              after: locks.get(id)?.length ? (
                <>
                  <Lock size={12} aria-hidden className="text-muted" />
                  <span className="sr-only">{t('manage.locked')}</span>
                </>
              ) : (
                data &&
                Boolean(count?.(data)) && <span className="text-muted text-xs tabular-nums">{count?.(data)}</span>
              ),
            }))}
          >
            {manageTabs.map(({ id, component: Content }) => (
              <TabPanel key={id} value={id} className="px-5 py-4">
                <Suspense fallback={<SkeletonLines lines={6} />}>
                  {!data ? (
                    <SkeletonLines lines={6} />
                  ) : locks.get(id)?.length ? (
                    <Locked unmet={locks.get(id) ?? []} />
                  ) : (
                    <Content overview={data} save={save} onDeleted={onDeleted} />
                  )}
                </Suspense>
              </TabPanel>
            ))}
          </Tabs>
        )}
      </div>
      <WriteConflict conflict={conflict} endConflict={endConflict} />
    </Dialog>
  );
}

/** Says why, in the server's words where it spoke, and where that is mended. */
function Locked({ unmet }: { unmet: Problem['unmet'] }) {
  const { t } = useTranslation('records/customers');
  return <EmptyState kind="permission" title={t('manage.lockedTitle')} text={<UnmetList unmet={unmet} />} />;
}
