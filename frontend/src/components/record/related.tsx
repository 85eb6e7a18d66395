import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Unlink } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FIRST_PAGE } from '@/api/catalogues';
import { listRelationsInfiniteOptions } from '@/api/gen/@tanstack/react-query.gen';
import { createRelation, deleteRelation } from '@/api/gen/sdk.gen';
import type { RelationOut } from '@/api/gen/types.gen';
import { EmptyState } from '@/components/empty-state';
import { ProblemNotice } from '@/components/problem';
import { keysOf } from '@/lib/optimistic';
import { Avatar } from '@/ui/avatar';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast-manager';
import { useRefresh } from './writes';

const RelationDialog = lazy(() => import('./relation-dialog'));

type Props = {
  customerId: string;
  mayEdit: boolean;
  /** Inside the workspace the list beside it stays as it is; from elsewhere its address means nothing there. */
  keepSearch?: boolean;
};

/** Customers that have to do with this one. */
export function Related({ customerId, mayEdit, keepSearch = true }: Props) {
  const { t } = useTranslation('record');
  const client = useQueryClient();
  const refresh = useRefresh(customerId);
  const [adding, setAdding] = useState(false);
  const relations = useInfiniteQuery({
    ...listRelationsInfiniteOptions({ path: { customer_id: customerId }, query: { limit: 50 } }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.next_cursor,
  });
  const changed = () =>
    Promise.all([
      refresh(),
      ...keysOf(client, 'listRelations').map((queryKey) => client.invalidateQueries({ queryKey })),
    ]);
  const write = useMutation({ mutationFn: (run: () => Promise<unknown>) => run(), onSettled: changed });
  const unlink = ({ id, type_id, direction, customer }: RelationOut) =>
    write.mutate(async () => {
      await deleteRelation({ path: { relation_id: id }, throwOnError: true });
      const back = { type_id, direction: direction === 'incoming' ? direction : ('outgoing' as const) };
      notify({
        title: t('related.unlinked', { name: customer.name }),
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
  return (
    <div className="flex flex-col gap-2 py-4">
      {mayEdit && (
        <Button className="self-start" onClick={() => setAdding(true)}>
          {t('related.add')}
        </Button>
      )}
      {relations.isPending && <SkeletonLines />}
      {relations.isError && <ProblemNotice error={relations.error} retry={() => void relations.refetch()} />}
      {relations.isSuccess && items.length === 0 && (
        <EmptyState title={t('related.none')} text={mayEdit ? t('related.noneText') : undefined} />
      )}
      <ul className="flex flex-col">
        {items.map((relation) => {
          const { id, customer, label } = relation;
          return (
            <li key={id} className="flex items-center gap-2 border-b last:border-b-0">
              <Link
                to="/w/$customerId"
                params={{ customerId: customer.id }}
                search={keepSearch ? true : {}}
                className="flex min-h-12 min-w-0 flex-1 items-center gap-2.5 rounded-md px-1.5 hover:bg-hover"
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
                  label={t('related.unlink', { name: customer.name })}
                  onClick={() => unlink(relation)}
                />
              )}
            </li>
          );
        })}
      </ul>
      {relations.hasNextPage && (
        <Button className="self-center" onClick={() => void relations.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      <Suspense>
        {adding && (
          <RelationDialog customerId={customerId} onSaved={() => void changed()} onClose={() => setAdding(false)} />
        )}
      </Suspense>
    </div>
  );
}
