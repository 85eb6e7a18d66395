import { useMutation } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { purgeCustomer, restoreCustomer } from '@/api/gen/sdk.gen';
import type { CustomerOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { useRefreshLists } from '@/features/records/overview/shared/writes';
import { asProblem } from '@/lib/problem';
import { Button } from '@/ui/button';
import { notify } from '@/ui/toast/manager';

const Confirm = lazy(() => import('@/components/confirm').then((module) => ({ default: module.Confirm })));

/** Brings customers back one by one; those that cannot come back stay, with the reason. */
export function useRestore() {
  const { t } = useTranslation('records/customers');
  const refresh = useRefreshLists();
  return useMutation({
    meta: { inline: true },
    mutationFn: async (customers: Pick<CustomerOut, 'id' | 'name'>[]) => {
      const refused: string[] = [];
      for (const { id, name } of customers) {
        try {
          await restoreCustomer({ path: { customer_id: id }, throwOnError: true });
        } catch (thrown) {
          const { detail, title } = asProblem(thrown);
          refused.push(`${name}: ${detail || title || t('trash.unreachable')}`);
        }
      }
      return { refused, restored: customers.length - refused.length };
    },
    onSuccess: async ({ refused, restored }, customers) => {
      await refresh();
      const [one] = customers;
      if (restored)
        notify({
          title:
            restored === 1 && one && !refused.length
              ? t('trash.restored', { name: one.name })
              : t('trash.restoredMany', { count: restored }),
        });
      if (refused.length)
        notify({
          tone: 'danger',
          title: t('trash.refused', { count: refused.length }),
          description: refused.slice(0, 5).join('\n'),
        });
    },
  });
}

export function TrashActions({ customer }: { customer: CustomerOut }) {
  const { t } = useTranslation('records/customers');
  const restore = useRestore();
  const refresh = useRefreshLists();
  const [purging, setPurging] = useState(false);
  if (!useMay('customers:delete')) return null;
  return (
    <span className="flex items-center gap-1">
      <Button
        size="sm"
        busy={restore.isPending}
        aria-label={t('trash.restoreOf', { name: customer.name })}
        onClick={() => restore.mutate([customer])}
      >
        <RotateCcw size={14} aria-hidden />
        {t('trash.restore')}
      </Button>
      <Button
        size="sm"
        variant="quiet"
        aria-label={t('trash.purgeOf', { name: customer.name })}
        onClick={() => setPurging(true)}
      >
        {t('trash.purge')}
      </Button>
      <Suspense>
        {purging && (
          <Confirm
            open
            onOpenChange={setPurging}
            danger
            title={t('trash.purgeTitle', { name: customer.name })}
            text={t('trash.purgeText')}
            confirmLabel={t('trash.purge')}
            onConfirm={async () => {
              await purgeCustomer({ path: { customer_id: customer.id }, throwOnError: true });
              await refresh();
              notify({ title: t('trash.purged', { name: customer.name }) });
            }}
          />
        )}
      </Suspense>
    </span>
  );
}

type BarProps = { customers: Pick<CustomerOut, 'id' | 'name'>[]; onClear: () => void };

/** What can be done with several in the trash at once. */
export function TrashBar({ customers, onClear }: BarProps) {
  const { t } = useTranslation('records/customers');
  const restore = useRestore();
  const allowed = useMay('customers:delete');
  return (
    <section
      aria-label={t('trash.chosen')}
      className="absolute inset-x-0 bottom-4 z-30 mx-auto flex w-fit max-w-[calc(100%-2rem)] items-center gap-2 rounded-lg border bg-surface px-3 py-2 text-sm shadow-float"
    >
      <span className="tabular-nums">{t('list.selected', { count: customers.length })}</span>
      {allowed && (
        <Button
          size="sm"
          variant="primary"
          busy={restore.isPending}
          onClick={() => restore.mutate(customers, { onSuccess: onClear })}
        >
          {t('trash.restore')}
        </Button>
      )}
      <Button size="sm" variant="quiet" onClick={onClear}>
        {t('list.clearSelection')}
      </Button>
    </section>
  );
}
