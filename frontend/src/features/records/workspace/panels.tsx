import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PanelRight } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { folderCounts } from '@/api/catalogues';
import { visitCustomerMutation } from '@/api/gen/@tanstack/react-query.gen';
import type { CustomerOut } from '@/api/gen/types.gen';
import { Page } from '@/components/page';
import { ProblemNotice } from '@/components/problem';
import { Tools } from '@/features/records/customers/shared/tools';
import { useOverview } from '@/features/records/overview/shared/queries';
import { WriteConflict } from '@/features/records/overview/shared/write-conflict';
import { useCustomerWriter } from '@/features/records/overview/shared/writes';
import { fetchTexts } from '@/i18n';
import { useCommands } from '@/lib/commands';
import { changeItem, keysOf, writeAhead } from '@/lib/optimistic';
import { NARROW, useMedia } from '@/lib/use-media';
import { profileEntries } from '@/sockets/profile';
import { tools } from '@/sockets/tools';
import { Button } from '@/ui/button';
import { Drawer } from '@/ui/drawer';
import { Profile, ProfileSkeleton } from './profile';
import { useWorkspace } from './use-workspace';

/** The open customer: profile in the centre, tools beside it or in a drawer. */
export function CustomerPanels({ customerId }: { customerId: string }) {
  const { t } = useTranslation(['records/workspace', 'records/customers/shared', 'names']);
  const { search, setSearch, open, close } = useWorkspace();
  const overview = useOverview(customerId);
  const { save, conflict, endConflict } = useCustomerWriter(customerId);
  const narrow = useMedia(NARROW);
  const shown = narrow ? search.panel === 'tools' : search.panel !== 'none';
  const toggle = () => setSearch({ panel: shown ? (narrow ? undefined : 'none') : narrow ? 'tools' : undefined });
  usePreparedTools();
  useVisit(customerId, overview.data?.customer.unread ?? false);
  useCommands([
    {
      id: 'customer.tools',
      label: t('records/customers/shared:tools.toggle'),
      keys: ']',
      group: t('title'),
      icon: PanelRight,
      run: toggle,
    },
  ]);
  const name = overview.data?.customer.name ?? t('title');
  if (!overview.data) {
    return (
      <Page title={name}>
        {overview.isError ? (
          <div className="mx-auto flex w-full max-w-md flex-col items-start gap-3 px-gutter py-16">
            <h1 className="font-semibold text-xl">{t('records/customers/shared:profile.missing')}</h1>
            <ProblemNotice error={overview.error} retry={() => void overview.refetch()} className="w-full" />
            <Button onClick={close}>{t('toList')}</Button>
          </div>
        ) : (
          <ProfileSkeleton />
        )}
      </Page>
    );
  }
  const ready = !overview.isPlaceholderData;
  const beside = ready && <Tools overview={overview.data} onDeleted={close} onRestored={() => open(customerId)} />;
  return (
    <>
      <Page title={name}>
        <Profile overview={overview.data} ready={ready} save={save} toolsShown={shown} onTools={toggle} />
      </Page>
      {narrow ? (
        <Drawer open={shown} onOpenChange={toggle} title={t('records/customers/shared:tools.title')}>
          {beside}
        </Drawer>
      ) : (
        shown && (
          <aside
            aria-label={t('records/customers/shared:tools.title')}
            className="w-panel-right shrink-0 overflow-y-auto border-s [scrollbar-width:thin]"
          >
            {beside}
          </aside>
        )
      )}
      <WriteConflict conflict={conflict} endConflict={endConflict} />
    </>
  );
}

/** Opening a customer takes its dot away. */
function useVisit(customerId: string, unread: boolean): void {
  const client = useQueryClient();
  const { mutate } = useMutation({
    ...visitCustomerMutation(),
    meta: { inline: true, bookkeeping: true },
    onSuccess: () => client.invalidateQueries({ queryKey: folderCounts.queryKey }),
  });
  const visit = useEffectEvent(() => {
    mutate({ path: { customer_id: customerId } });
    void writeAhead<{ pages: { items: CustomerOut[] }[] } | undefined>(
      client,
      keysOf(client, 'listCustomers'),
      (list) => changeItem(list, customerId, (customer) => ({ ...customer, unread: false })),
    );
  });
  useEffect(() => {
    if (!unread) return;
    const timer = setTimeout(visit, 600);
    return () => clearTimeout(timer);
  }, [unread]);
}

let prepared = false;

/** What the tools open is fetched while nothing else goes on: then it is there at once, and also without a network. */
function usePreparedTools(): void {
  useEffect(() => {
    if (prepared) return;
    const idle = setTimeout(() => {
      prepared = true;
      fetchTexts(...profileEntries.flatMap(({ texts }) => texts));
      const parts = [
        ...profileEntries.map(({ component }) => component.preload()),
        ...[...profileEntries, ...tools].map(({ prepare }) => prepare?.()),
        import('@/components/conflict'),
        import('@/ui/menu/parts'),
      ];
      for (const part of parts) part?.catch(() => undefined);
    }, 1_500);
    return () => clearTimeout(idle);
  }, []);
}
