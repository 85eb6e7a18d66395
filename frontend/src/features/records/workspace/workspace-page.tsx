import { useRouter } from '@tanstack/react-router';
import { MousePointerClick } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { NewCustomer } from '@/features/records/customers/shared/new-customer';
import { fetchTexts } from '@/i18n';
import { PHONE, useMedia } from '@/lib/use-media';
import { SplitPane } from '@/ui/split-pane';
import { ListPanel } from './list/panel';
import { useWorkspace } from './use-workspace';

fetchTexts('records/workspace', 'records/customers/shared', 'records/folders', 'records/tags');

/** Left the list; beside it the open customer. On a phone one of the two. */
export function WorkspacePage({ children }: { children: ReactNode }) {
  const { t } = useTranslation('records/workspace');
  const { customerId, search, open } = useWorkspace();
  const phone = useMedia(PHONE);
  const router = useRouter();
  // Whoever is here opens a customer next: its script is fetched once the list has come, so that even the first one opens at once.
  useEffect(() => {
    const timer = setTimeout(() => void router.loadRouteChunk(router.routesById['/_app/w/$customerId']), 800);
    return () => clearTimeout(timer);
  }, [router]);
  const allowed = useMay('customers:read');
  const [creating, setCreating] = useState<'prospect' | 'customer' | null>(null);
  if (!allowed) {
    return (
      <Page title={t('title')}>
        <EmptyState kind="permission" title={t('list.forbidden')} text={t('list.forbiddenText')} />
      </Page>
    );
  }
  const list = <ListPanel onCreate={setCreating} />;
  return (
    <div className="flex min-h-0 min-w-0 flex-1">
      {phone ? (
        !customerId && (
          <Page title={t('title')}>
            <h1 className="sr-only">{t('title')}</h1>
            {list}
          </Page>
        )
      ) : (
        <aside aria-label={t('list.label')} className="flex min-h-0 shrink-0">
          <SplitPane name="workspace.list" side="start" initial={288} min={232} max={480} label={t('list.resize')}>
            {list}
          </SplitPane>
        </aside>
      )}
      {children}
      {!customerId && !phone && (
        <Page title={t('title')}>
          <h1 className="sr-only">{t('title')}</h1>
          <EmptyState icon={MousePointerClick} title={t('choose.title')} text={t('choose.text')} className="my-auto" />
        </Page>
      )}
      {creating && (
        <NewCustomer lifecycle={creating} folderId={search.folder} onOpen={open} onClose={() => setCreating(null)} />
      )}
    </div>
  );
}
