import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { Highlight } from '@/components/highlight';
import { ProblemNotice } from '@/components/problem';
import { VirtualList } from '@/components/virtual-list';
import { lazily } from '@/lib/lazily';
import { partsOf } from '@/lib/match';
import { Avatar } from '@/ui/avatar';
import { Button } from '@/ui/button';
import { Dot } from '@/ui/chip';
import { Loading, Skeleton } from '@/ui/skeleton';
import { isFiltered } from '../address';
import { dragCustomer } from '../drag';
import { useWorkspace } from '../use-workspace';
import type { RowTarget } from './row-menu';
import type { useCustomerList } from './use-list';

const RowMenu = lazily(() => import('./row-menu'));
const MoveDialog = lazily(() => import('@/features/records/folders/shared/move-dialog'));

type Props = {
  list: ReturnType<typeof useCustomerList>;
  onCreate: (lifecycle: 'prospect' | 'customer') => void;
};

const keyOf = (customer: CustomerOut) => customer.id;

/** The rows themselves, or why there are none. */
export function CustomerRows({ list, onCreate }: Props) {
  const { t } = useTranslation(['records/workspace', 'records/customers/shared']);
  const { search, customerId, setSearch } = useWorkspace();
  const mayWrite = useMay('customers:write');
  const [menu, setMenu] = useState<RowTarget | null>(null);
  const [moving, setMoving] = useState<CustomerOut | null>(null);
  if (list.isPending) return <RowSkeletons />;
  if (list.isError && list.items.length === 0)
    return <ProblemNotice error={list.error} retry={() => void list.refetch()} className="m-3" />;
  if (list.items.length === 0)
    return search.q || isFiltered(search) ? (
      <EmptyState
        kind="match"
        title={t('list.noMatch')}
        text={t('list.noMatchText')}
        actions={
          <Button
            onClick={() =>
              setSearch({
                q: undefined,
                folder: undefined,
                tags: undefined,
                status: undefined,
                lifecycle: undefined,
                view: undefined,
              })
            }
          >
            {t('list.clear')}
          </Button>
        }
      />
    ) : (
      <EmptyState
        title={t('list.first')}
        text={t('list.firstText')}
        actions={
          mayWrite && (
            <Button variant="primary" onClick={() => onCreate('customer')}>
              {t('records/customers/shared:create.customer')}
            </Button>
          )
        }
      />
    );
  return (
    <>
      <VirtualList
        items={list.items}
        keyOf={keyOf}
        label={t('list.rows')}
        rowHeight={52}
        renderRow={(customer) => (
          <CustomerRow customer={customer} query={search.q} current={customer.id === customerId} onMenu={setMenu} />
        )}
        hasMore={list.hasNextPage}
        loadMore={() => !list.isFetchingNextPage && void list.fetchNextPage()}
        current={customerId}
        restoreKey="workspace.list"
        footer={
          list.isFetchNextPageError ? (
            <ProblemNotice error={list.error} retry={() => void list.fetchNextPage()} className="m-3" />
          ) : undefined
        }
      />
      <Suspense>
        {menu && <RowMenu target={menu} onMove={() => setMoving(menu.customer)} onClose={() => setMenu(null)} />}
        {moving && <MoveDialog customer={moving} onClose={() => setMoving(null)} />}
      </Suspense>
    </>
  );
}

/** The line below the name: what the search found, else the status. */
function secondLine(customer: CustomerOut, query: string | undefined): string | null {
  if (!query) return null;
  const number = customer.phones.find(({ number, display }) =>
    [number, display].some((text) => partsOf(text, query).some(({ hit }) => hit)),
  );
  const address = customer.emails.find((email) => partsOf(email.address, query).some(({ hit }) => hit));
  return number?.display ?? address?.address ?? null;
}

type RowProps = {
  customer: CustomerOut;
  query?: string;
  current: boolean;
  onMenu: (target: RowTarget) => void;
};

function CustomerRow({ customer, query, current, onMenu }: RowProps) {
  const { t } = useTranslation(['records/workspace', 'records/customers/shared']);
  const { search } = useWorkspace();
  const found = secondLine(customer, query);
  return (
    <Link
      to="/w/$customerId"
      params={{ customerId: customer.id }}
      search={{ ...search, panel: search.panel === 'tools' ? undefined : search.panel }}
      data-current={current || undefined}
      data-customer-row
      onDragStart={(event) => dragCustomer(event, customer)}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu({ customer, at: { x: event.clientX, y: event.clientY }, row: event.currentTarget });
      }}
      className="flex h-13 items-center gap-2.5 px-3 outline-offset-[-2px] hover:bg-hover data-current:bg-accent-soft"
    >
      <Avatar id={customer.id} name={customer.name} src={customer.avatar_url} square={customer.kind === 'company'} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-center gap-1.5">
          <span className={customer.unread ? 'truncate font-semibold text-sm' : 'truncate font-medium text-sm'}>
            <Highlight text={customer.name} query={query} />
          </span>
          {customer.unread && (
            <span className="size-2 shrink-0 rounded-full bg-accent" title={t('list.unread')}>
              <span className="sr-only">{t('list.unread')}</span>
            </span>
          )}
        </span>
        <span className="flex items-center gap-1.5 text-muted text-xs">
          {found ? (
            <span className="truncate">
              <Highlight text={found} query={query} />
            </span>
          ) : (
            <>
              {customer.status && <Dot colour={customer.status.colour} />}
              <span className="truncate">
                {customer.status?.name ??
                  t(
                    `records/customers/shared:lifecycle.${customer.lifecycle === 'prospect' ? 'prospect' : 'customer'}`,
                  )}
                {customer.location && ` · ${customer.location}`}
              </span>
            </>
          )}
        </span>
      </span>
    </Link>
  );
}

const RowSkeletons = () => (
  <Loading className="flex-1">
    {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
      <div key={row} className="flex h-13 items-center gap-2.5 px-3">
        <Skeleton className="size-8 rounded-full" />
        <span className="flex flex-1 flex-col gap-1.5">
          <Skeleton className="h-3 w-3/5" />
          <Skeleton className="h-3 w-2/5" />
        </span>
      </div>
    ))}
  </Loading>
);
