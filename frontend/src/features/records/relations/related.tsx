import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Unlink } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FIRST_PAGE } from '@/api/catalogues';
import { listRelationsInfiniteOptions } from '@/api/gen/@tanstack/react-query.gen';
import { createRelation, deleteRelation } from '@/api/gen/sdk.gen';
import type { RelationOut } from '@/api/gen/types.gen';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { useRefresh } from '@/features/records/overview/shared/writes';
import { cn } from '@/lib/cn';
import { lazily } from '@/lib/lazily';
import { askAgain } from '@/lib/optimistic';
import { Avatar } from '@/ui/avatar';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';

const RelationDialog = lazily(() => import('./dialog'));

type Props = {
  customerId: string;
  mayEdit: boolean;
  /** Inside the workspace the list beside it stays as it is; from elsewhere its address means nothing there. */
  keepSearch?: boolean;
  /** In a narrow place: a sentence instead of the empty state, the button below the list. */
  compact?: boolean;
  /** How many there are, where that is known: none are not asked for. */
  known?: number;
};

/** Customers that have to do with this one. */
export function Related({ customerId, mayEdit, keepSearch = true, compact, known }: Props) {
  const { t } = useTranslation(['records/relations', 'components']);
  const client = useQueryClient();
  const refresh = useRefresh(customerId);
  const [adding, setAdding] = useState(false);
  const relations = useInfiniteQuery({
    ...listRelationsInfiniteOptions({ path: { customer_id: customerId }, query: { limit: 50 } }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.next_cursor,
    enabled: known !== 0,
  });
  const changed = () => Promise.all([refresh(), askAgain(client, ['listRelations'])]);
  const write = useMutation({ mutationFn: (run: () => Promise<unknown>) => run(), onSettled: changed });
  const unlink = ({ id, type_id, direction, customer }: RelationOut) =>
    write.mutate(async () => {
      await deleteRelation({ path: { relation_id: id }, throwOnError: true });
      const back = { type_id, direction: direction === 'incoming' ? direction : ('outgoing' as const) };
      notify({
        title: t('unlinked', { name: customer.name }),
        undo: () =>
          write.mutate(() =>
            createRelation({
              path: { customer_id: customerId },
              body: { ...back, customer_id: customer.id },
              throwOnError: true,
            }),
          ),
      });
    });
  const items = relations.data?.pages.flatMap((page) => page.items) ?? [];
  const none = known === 0 || (relations.isSuccess && items.length === 0);
  const add = mayEdit && (
    <Button size={compact ? 'sm' : undefined} className="self-start" onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  return (
    <div className={cn('flex flex-col gap-2', !compact && 'py-4')}>
      {!compact && add}
      {relations.isLoading && <SkeletonLines lines={compact ? 2 : undefined} />}
      {relations.isError && <ProblemNotice error={relations.error} retry={() => void relations.refetch()} />}
      {none && compact && <p className="text-muted text-sm">{t('none')}</p>}
      {none && !compact && <EmptyState title={t('none')} text={mayEdit ? t('noneText') : undefined} />}
      <ul className="flex flex-col">
        {items.map((relation) => {
          const { id, customer, label } = relation;
          return (
            <li key={id} className={cn('flex items-center gap-2', !compact && 'border-b last:border-b-0')}>
              <Link
                to="/w/$customerId"
                params={{ customerId: customer.id }}
                search={keepSearch ? true : {}}
                className={cn(
                  'flex min-h-12 min-w-0 flex-1 items-center gap-2.5 rounded-md hover:bg-hover',
                  compact ? '-mx-1.5 ps-1.5' : 'px-1.5',
                )}
              >
                <Avatar
                  id={customer.id}
                  name={customer.name}
                  src={customer.avatar_url}
                  square={customer.kind === 'company'}
                />
                <span className="flex min-w-0 flex-col">
                  <span className="truncate font-medium text-sm">{customer.name}</span>
                  <span className="truncate text-muted text-xs">{label}</span>
                </span>
              </Link>
              {mayEdit && (
                <IconButton
                  icon={Unlink}
                  label={t('unlink', { name: customer.name })}
                  onClick={() => unlink(relation)}
                />
              )}
            </li>
          );
        })}
      </ul>
      <MoreButton of={relations} className="self-center">
        {t('components:showMore')}
      </MoreButton>
      {compact && add}
      <Suspense>
        {adding && (
          <RelationDialog customerId={customerId} onSaved={() => void changed()} onClose={() => setAdding(false)} />
        )}
      </Suspense>
    </div>
  );
}
