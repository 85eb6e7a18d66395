import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Code, Plus } from 'lucide-react';
import { Fragment, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FIRST_PAGE } from '@/api/catalogues';
import { listEmbedTokensInfiniteOptions, listEmbedTokensQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { deleteEmbedToken, revokeEmbedTokens, rotateEmbedToken } from '@/api/gen/sdk.gen';
import type { EmbedTokenCreated, EmbedTokenOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { Confirm } from '@/components/confirm';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Select } from '@/ui/select';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { Refusals } from './refusals';
import { TokenRow } from './token/row';
import { UseToken } from './token/use-token';

const TokenDialog = lazy(() => import('./token/dialog'));
const SecretDialog = lazy(() => import('./secret-dialog'));
const overlaps = { none: 0, hour: 3_600, day: 86_400, week: 604_800 } as const;
type Overlap = keyof typeof overlaps;
type Action =
  | { kind: 'create' | 'revokeAll' }
  | { kind: 'made'; made: EmbedTokenCreated }
  | { kind: 'rotate' | 'revoke'; token: EmbedTokenOut };

/** Tokens that show this customer on other people's pages, what to paste there, and who was turned away (A6). */
export default function EmbedsTab({
  overview: { customer },
}: {
  overview: { customer: { id: string; name: string } };
}) {
  const { t } = useTranslation('edge/embeds');
  const client = useQueryClient();
  const mayManage = useMay('embeds:manage');
  const [action, setAction] = useState<Action | null>(null);
  const [opened, setOpened] = useState<string>();
  const [overlap, setOverlap] = useState<Overlap>('day');
  const path = { customer_id: customer.id };
  const close = () => setAction(null);
  const again = () => client.invalidateQueries({ queryKey: listEmbedTokensQueryKey({ path }) });
  const tokens = useInfiniteQuery({
    ...listEmbedTokensInfiniteOptions({ path, query: { limit: 50 } }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.next_cursor,
  });
  const items = tokens.data?.pages.flatMap((page) => page.items) ?? [];
  const create = mayManage && (
    <Button variant="primary" onClick={() => setAction({ kind: 'create' })}>
      <Plus size={16} aria-hidden />
      {t('new')}
    </Button>
  );
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-2">
        <p className="flex-1 basis-64 text-muted text-sm">{t('text')}</p>
        {mayManage && items.filter(({ state }) => state === 'active').length > 1 && (
          <Button variant="quiet" onClick={() => setAction({ kind: 'revokeAll' })}>
            {t('revokeAll')}
          </Button>
        )}
        {items.length > 0 && create}
      </div>
      {tokens.isPending && <SkeletonLines lines={4} />}
      {tokens.error && <ProblemNotice error={tokens.error} retry={() => void tokens.refetch()} />}
      {tokens.data && items.length === 0 && (
        <EmptyState icon={Code} title={t('empty')} text={t('emptyText')} actions={create || undefined} />
      )}
      {items.length > 0 && (
        <ul aria-label={t('title')} className="divide-y border-y">
          {items.map((token) => (
            <Fragment key={token.id}>
              <TokenRow
                token={token}
                mayManage={mayManage}
                open={opened === token.id}
                onOpen={() => setOpened(opened === token.id ? undefined : token.id)}
                onAction={(kind) => setAction({ kind, token })}
              />
              {opened === token.id && (
                <li className="py-3">
                  <UseToken token={token} mayManage={mayManage} />
                </li>
              )}
            </Fragment>
          ))}
        </ul>
      )}
      <MoreButton of={tokens}>{t('more')}</MoreButton>
      <Refusals customerId={customer.id} />
      <Suspense>
        {action?.kind === 'create' && (
          <TokenDialog customerId={customer.id} onMade={(made) => setAction({ kind: 'made', made })} onClose={close} />
        )}
        {action?.kind === 'made' && (
          <SecretDialog
            made={action.made}
            onClose={() => {
              setOpened(action.made.id);
              close();
            }}
          />
        )}
      </Suspense>
      {action?.kind === 'rotate' && (
        <Confirm
          open
          onOpenChange={() => setAction((now) => (now?.kind === 'rotate' ? null : now))}
          title={t('rotateTitle', { name: action.token.label })}
          text={t('rotateText')}
          confirmLabel={t('rotate')}
          onConfirm={async () => {
            const own = { ...path, token_id: action.token.id };
            const body = { overlap_seconds: overlaps[overlap] };
            const { data } = await rotateEmbedToken({ path: own, body, throwOnError: true });
            await again();
            setAction({ kind: 'made', made: data });
          }}
        >
          <Field label={t('overlap')}>
            <Select
              items={(Object.keys(overlaps) as Overlap[]).map((value) => ({ value, label: t(`overlaps.${value}`) }))}
              value={overlap}
              onValueChange={setOverlap}
            />
          </Field>
        </Confirm>
      )}
      {action?.kind === 'revoke' && (
        <Confirm
          open
          danger
          onOpenChange={close}
          title={t('revokeTitle', { name: action.token.label })}
          text={t('revokeText')}
          confirmLabel={t('revoke')}
          onConfirm={async () => {
            await deleteEmbedToken({ path: { ...path, token_id: action.token.id }, throwOnError: true });
            await again();
            notify({ title: t('revoked', { count: 1 }) });
          }}
        />
      )}
      {action?.kind === 'revokeAll' && (
        <Confirm
          open
          danger
          onOpenChange={close}
          title={t('revokeAllTitle', { name: customer.name })}
          text={t('revokeText')}
          confirmLabel={t('revokeAll')}
          onConfirm={async () => {
            const { data } = await revokeEmbedTokens({ path, throwOnError: true });
            await again();
            notify({ title: t('revoked', { count: data.revoked }) });
          }}
        />
      )}
    </div>
  );
}
