import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus, Webhook } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listWebhookEndpointsInfiniteOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { WebhookEndpointCreated } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { SkeletonLines } from '@/ui/skeleton';
import { EndpointRow } from './endpoint/row';

const EndpointDialog = lazy(() => import('./endpoint/dialog'));
const SecretDialog = lazy(() => import('./secret-dialog'));

/** Who is told what happens. */
export function WebhooksPage() {
  const { t } = useTranslation('edge/webhooks');
  const mayWrite = useMay('webhooks:write');
  const [action, setAction] = useState<'create' | WebhookEndpointCreated | null>(null);
  const close = () => setAction(null);
  const endpoints = useInfiniteQuery({
    ...listWebhookEndpointsInfiniteOptions({ query: { limit: 50 } }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next_cursor,
  });
  const items = endpoints.data?.pages.flatMap((page) => page.items) ?? [];
  const create = mayWrite && (
    <Button variant="primary" onClick={() => setAction('create')}>
      <Plus size={16} aria-hidden />
      {t('new')}
    </Button>
  );
  return (
    <Page title={t('title')} width="wide" className="max-w-5xl">
      <PageHeader title={t('title')} text={t('text')} actions={create} />
      {endpoints.isPending && <SkeletonLines lines={5} className="mt-2" />}
      {endpoints.error && <ProblemNotice error={endpoints.error} retry={() => void endpoints.refetch()} />}
      {endpoints.data && items.length === 0 && (
        <EmptyState icon={Webhook} title={t('empty')} text={t('emptyText')} actions={create} />
      )}
      {items.length > 0 && (
        <ul aria-label={t('title')} className="mt-2 divide-y border-y">
          {items.map((endpoint) => (
            <EndpointRow key={endpoint.id} endpoint={endpoint} />
          ))}
        </ul>
      )}
      <MoreButton of={endpoints} className="mt-3">
        {t('more')}
      </MoreButton>
      <Suspense>
        {action === 'create' && <EndpointDialog onMade={setAction} onClose={close} />}
        {action !== null && action !== 'create' && <SecretDialog made={action} onClose={close} />}
      </Suspense>
    </Page>
  );
}
