import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Code, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listEmbedConfigsOptions, listEmbedConfigsQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { deleteEmbedConfig } from '@/api/gen/sdk.gen';
import type { EmbedConfigOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { Confirm } from '@/components/confirm';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';

const ConfigDialog = lazy(() => import('./config-dialog'));
type Action = { kind: 'create' } | { kind: 'edit' | 'delete'; config: EmbedConfigOut };

/** Embed configurations of the workspace. */
export function EmbedsPage() {
  const { t } = useTranslation('edge/embeds');
  const client = useQueryClient();
  const mayManage = useMay('embeds:manage');
  const [action, setAction] = useState<Action | null>(null);
  const close = () => setAction(null);
  const configs = useQuery(listEmbedConfigsOptions({ query: { limit: 200 } }));
  const create = mayManage && (
    <Button variant="primary" onClick={() => setAction({ kind: 'create' })}>
      <Plus size={16} aria-hidden />
      {t('settings.new')}
    </Button>
  );
  return (
    <Page title={t('settings.title')} width="wide" className="max-w-5xl">
      <PageHeader title={t('settings.title')} text={t('settings.text')} actions={create || undefined} />
      {configs.isPending && <SkeletonLines lines={5} className="mt-2" />}
      {configs.error && <ProblemNotice error={configs.error} retry={() => void configs.refetch()} />}
      {configs.data?.items.length === 0 && (
        <EmptyState
          icon={Code}
          title={t('settings.empty')}
          text={t('settings.emptyText')}
          actions={create || undefined}
        />
      )}
      {configs.data && configs.data.items.length > 0 && (
        <ul aria-label={t('settings.title')} className="divide-y border-y">
          {configs.data.items.map((config) => (
            <li key={config.id} className="flex min-h-14 flex-wrap items-center gap-3 py-2">
              <div className="min-w-0 flex-1 basis-48">
                <p className="truncate font-medium text-sm">{config.name}</p>
                <p className="break-words text-muted text-xs">
                  {config.widgets.map((widget) => t(`settings.widget.${widget}`)).join(', ')} ·{' '}
                  {config.allowed_origins.join(', ') || t('noSites')} ·{' '}
                  {t('settings.tokens', { count: config.active_tokens })}
                </p>
              </div>
              {mayManage && (
                <>
                  <Button
                    variant="quiet"
                    aria-label={t('settings.editTitle', { name: config.name })}
                    onClick={() => setAction({ kind: 'edit', config })}
                  >
                    {t('settings.edit')}
                  </Button>
                  <Button
                    variant="quiet"
                    aria-label={t('settings.deleteTitle', { name: config.name })}
                    onClick={() => setAction({ kind: 'delete', config })}
                  >
                    {t('settings.delete')}
                  </Button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <Suspense>
        {action?.kind === 'create' && <ConfigDialog onClose={close} />}
        {action?.kind === 'edit' && <ConfigDialog config={action.config} onClose={close} />}
      </Suspense>
      {action?.kind === 'delete' && (
        <Confirm
          open
          danger
          onOpenChange={close}
          title={t('settings.deleteTitle', { name: action.config.name })}
          text={t('settings.deleteText')}
          confirmLabel={t('settings.delete')}
          onConfirm={async () => {
            await deleteEmbedConfig({ path: { config_id: action.config.id }, throwOnError: true });
            await client.invalidateQueries({ queryKey: listEmbedConfigsQueryKey() });
            notify({ title: t('settings.deleted', { name: action.config.name }) });
          }}
        />
      )}
    </Page>
  );
}
