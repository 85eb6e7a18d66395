import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getDeletionPlanOptions } from '@/api/gen/@tanstack/react-query.gen';
import { deleteCustomer, restoreCustomer } from '@/api/gen/sdk.gen';
import type { Overview } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { ProblemNotice, UnmetList } from '@/components/problem';
import { Section } from '@/components/section';
import { overviewKey } from '@/features/records/overview/shared/queries';
import { useRefresh, useRefreshLists } from '@/features/records/overview/shared/writes';
import { formatTime } from '@/lib/time';
import type { ToolProps } from '@/sockets/tools';
import { AlertDialog } from '@/ui/alert-dialog';
import { Button } from '@/ui/button';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';

const LOSSES = ['notes', 'profiles', 'relations'] as const;

/** Puts the customer into the trash, after saying what that means; the toast takes it back. */
export default function DeleteTool({ overview: { customer, capabilities }, onDeleted, onRestored }: ToolProps) {
  const capability = capabilities.find(({ key }) => key === 'delete');
  const { t, i18n } = useTranslation(['records/customers/shared', 'components']);
  const { timeZone } = usePlace();
  const client = useQueryClient();
  const refresh = useRefresh(customer.id);
  const refreshLists = useRefreshLists();
  const [asking, setAsking] = useState(false);
  const path = { customer_id: customer.id };
  const plan = useQuery({ ...getDeletionPlanOptions({ path }), enabled: asking, staleTime: 0 });
  const restore = useMutation({
    mutationFn: () => restoreCustomer({ path, throwOnError: true }),
    onSuccess: async () => {
      await refresh();
      onRestored();
    },
  });
  const remove = useMutation({
    meta: { inline: true },
    mutationFn: () => deleteCustomer({ path, throwOnError: true }),
    onSuccess: () => {
      client.setQueryData<Overview>(
        overviewKey(customer.id),
        (shown) => shown && { ...shown, customer: { ...shown.customer, deleted_at: new Date().toISOString() } },
      );
      setAsking(false);
      onDeleted();
      notify({ title: t('delete.done', { name: customer.name }), undo: () => restore.mutate() });
      void refreshLists();
    },
  });
  if (!capability) return null;
  const losses = (plan.data?.losses ?? []).filter(({ count }) => count > 0);
  const nameOf = (what: string, count: number) => {
    const known = LOSSES.find((each) => each === what);
    return known ? t(`delete.losses.${known}`, { count }) : `${what} ${count}`;
  };
  return (
    <Section name="tools.delete" title={t('delete.title')} initiallyOpen={false}>
      <div className="flex flex-col items-start gap-2">
        {!capability.allowed && (
          <UnmetList unmet={capability.unmet.map((each) => ({ ...each, fix: each.fix ?? null }))} />
        )}
        <Button variant="danger" size="sm" disabled={!capability.allowed} onClick={() => setAsking(true)}>
          <Trash2 size={14} aria-hidden />
          {t('delete.button')}
        </Button>
      </div>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('delete.ask', { name: customer.name })}
        description={
          plan.data?.restorable_until
            ? t('delete.until', {
                time: formatTime(plan.data.restorable_until, { language: i18n.resolvedLanguage, timeZone }),
              })
            : t('delete.text')
        }
        confirmLabel={t('delete.button')}
        cancelLabel={t('components:cancel')}
        danger
        busy={remove.isPending}
        disabled={!plan.data?.allowed}
        onConfirm={() => remove.mutate()}
      >
        {plan.isPending && asking && <SkeletonLines lines={2} />}
        {plan.isError && <ProblemNotice error={plan.error} retry={() => void plan.refetch()} />}
        {plan.data && <UnmetList unmet={plan.data.blockers.map((each) => ({ ...each, fix: each.fix ?? null }))} />}
        {losses.length > 0 && (
          <div className="text-sm">
            <p>{t('delete.goes')}</p>
            <ul className="list-disc ps-5">
              {losses.map(({ what, count }) => (
                <li key={what}>{nameOf(what, count)}</li>
              ))}
            </ul>
          </div>
        )}
        {remove.isError && <ProblemNotice error={remove.error} />}
      </AlertDialog>
    </Section>
  );
}
