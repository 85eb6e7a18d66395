import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listApiKeysInfiniteOptions, listApiKeysQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { deleteApiKey } from '@/api/gen/sdk.gen';
import type { ApiKeyCreated, ApiKeyOut } from '@/api/gen/types.gen';
import { Confirm } from '@/components/confirm';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { Segmented } from '@/ui/segmented';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { KeyRow } from './row';

const KeyDialog = lazy(() => import('./dialog'));
const SecretDialog = lazy(() => import('./secret-dialog'));
const RollDialog = lazy(() => import('./roll-dialog'));

export type KeyFilter = { member_id?: string; state?: 'all' };
type Action =
  | { kind: 'create' }
  | { kind: 'made'; made: ApiKeyCreated }
  | { kind: 'edit' | 'roll' | 'revoke'; key: ApiKeyOut };

/** Keys with which programs use the API. */
export function KeysPage({ filter, onFilter }: { filter: KeyFilter; onFilter: (next: KeyFilter) => void }) {
  const { t } = useTranslation(['edge/api-keys', 'components']);
  const client = useQueryClient();
  const [action, setAction] = useState<Action | null>(null);
  const close = () => setAction(null);
  const made = (key: ApiKeyCreated) => setAction({ kind: 'made', made: key });
  const keys = useInfiniteQuery({
    ...listApiKeysInfiniteOptions({
      query: { limit: 50, member_id: filter.member_id, state: filter.state ? undefined : ['active'] },
    }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (old) => old,
  });
  const items = keys.data?.pages.flatMap((page) => page.items) ?? [];
  const create = (
    <Button variant="primary" onClick={() => setAction({ kind: 'create' })}>
      <Plus size={16} aria-hidden />
      {t('new')}
    </Button>
  );
  return (
    <Page title={t('title')} width="wide" className="max-w-5xl">
      <PageHeader title={t('title')} text={t('text')} actions={create} />
      <div className="flex flex-wrap items-center gap-2 py-2">
        <Segmented
          label={t('show')}
          value={filter.state ?? 'active'}
          onValueChange={(value) => onFilter({ state: value === 'all' ? 'all' : undefined })}
          items={[
            { value: 'active', label: t('active') },
            { value: 'all', label: t('all') },
          ]}
        />
        {filter.member_id && (
          <Button variant="quiet" onClick={() => onFilter({ member_id: undefined })}>
            {t('everyMember')}
          </Button>
        )}
      </div>
      {keys.isPending && <SkeletonLines lines={5} className="mt-2" />}
      {keys.error && <ProblemNotice error={keys.error} retry={() => void keys.refetch()} />}
      {keys.data && items.length === 0 && (
        <EmptyState icon={KeyRound} title={t('empty')} text={t('emptyText')} actions={create} />
      )}
      {items.length > 0 && (
        <ul aria-label={t('title')} className="divide-y border-y">
          {items.map((key) => (
            <KeyRow key={key.id} apiKey={key} onAction={(kind) => setAction({ kind, key })} />
          ))}
        </ul>
      )}
      <MoreButton of={keys} className="mt-3">
        {t('components:showMore')}
      </MoreButton>
      <Suspense>
        {action?.kind === 'create' && <KeyDialog onMade={made} onClose={close} />}
        {action?.kind === 'edit' && <KeyDialog apiKey={action.key} onMade={made} onClose={close} />}
        {action?.kind === 'made' && <SecretDialog made={action.made} onClose={close} />}
        {action?.kind === 'roll' && (
          <RollDialog
            apiKey={action.key}
            onMade={made}
            onClose={() => setAction((now) => (now?.kind === 'roll' ? null : now))}
          />
        )}
      </Suspense>
      {action?.kind === 'revoke' && (
        <Confirm
          open
          onOpenChange={close}
          danger
          title={t('revokeTitle', { name: action.key.name })}
          text={t('revokeText')}
          confirmLabel={t('revoke')}
          onConfirm={async () => {
            await deleteApiKey({ path: { key_id: action.key.id }, throwOnError: true });
            await client.invalidateQueries({ queryKey: listApiKeysQueryKey() });
            notify({ title: t('revoked', { name: action.key.name }) });
          }}
        />
      )}
    </Page>
  );
}
