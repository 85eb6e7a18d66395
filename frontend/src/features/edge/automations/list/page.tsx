import { useQuery } from '@tanstack/react-query';
import { Plus, Upload, Workflow } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { SearchField } from '@/components/search-field';
import { fetchTexts } from '@/i18n';
import { useCommands } from '@/lib/commands';
import { rank } from '@/lib/rank';
import { Button } from '@/ui/button';
import { SkeletonLines } from '@/ui/skeleton';
import { allAutomations, useNames } from '../shared/names';
import { useWords } from '../shared/words';
import { KillSwitch } from './kill-switch';
import { AutomationRow } from './row';

const ImportDialog = lazy(() => import('./import-dialog'));
const NewDialog = lazy(() => import('./new-dialog'));

type Props = {
  q: string;
  onQ: (q: string) => void;
  onOpen: (id: string) => void;
  onNew: (template: string | null) => void;
};

fetchTexts('edge/automations', 'edge/automations/shared', 'engage/placeholders/shared', 'names');

/** Every automation: whether it is on, how its runs went, and what can be done with it. */
export function AutomationsPage({ q, onQ, onOpen, onNew }: Props) {
  const { t } = useTranslation('edge/automations');
  const may = useMay('automations:read');
  const mayWrite = useMay('automations:write');
  const list = useQuery({ ...allAutomations, enabled: may, refetchInterval: 15_000 });
  const names = useNames();
  const words = useWords(names);
  const [asking, setAsking] = useState<'new' | 'import' | null>(null);
  const found = rank(list.data ?? [], q, ({ name }) => name);
  const some = (list.data?.length ?? 0) > 0;
  const create = (
    <Button variant="primary" onClick={() => setAsking('new')}>
      <Plus size={16} aria-hidden />
      {t('new.title')}
    </Button>
  );
  const importing = (
    <Button onClick={() => setAsking('import')}>
      <Upload size={16} aria-hidden />
      {t('import.title')}
    </Button>
  );
  useCommands(
    mayWrite
      ? [
          {
            id: 'automations.new',
            label: t('new.title'),
            keys: 'n',
            group: t('title'),
            icon: Plus,
            run: () => setAsking('new'),
          },
          {
            id: 'automations.import',
            label: t('import.title'),
            group: t('title'),
            icon: Upload,
            run: () => setAsking('import'),
          },
        ]
      : [],
  );
  return (
    <Page title={t('title')} width="wide" className="max-w-5xl">
      <PageHeader
        title={t('title')}
        text={t('text')}
        actions={
          mayWrite && (
            <>
              {importing}
              {create}
            </>
          )
        }
      />
      {!may && <EmptyState kind="permission" title={t('denied')} text={t('deniedText')} />}
      {may && (
        <div className="flex flex-wrap items-center justify-between gap-2 py-2">
          {some && (
            <div className="w-full max-w-xs">
              <SearchField label={t('search')} value={q} onChange={onQ} />
            </div>
          )}
          <KillSwitch />
        </div>
      )}
      {may && list.isPending && <SkeletonLines lines={8} />}
      {list.error && <ProblemNotice error={list.error} retry={() => void list.refetch()} />}
      {list.data?.length === 0 && (
        <EmptyState icon={Workflow} title={t('empty')} text={t('emptyText')} actions={mayWrite && create} />
      )}
      {q && some && found.length === 0 && (
        <EmptyState kind="match" title={t('noMatch')} actions={<Button onClick={() => onQ('')}>{t('clear')}</Button>} />
      )}
      {found.length > 0 && (
        <ul aria-label={t('title')} className="divide-y border-y">
          {found.map((automation) => (
            <AutomationRow
              key={automation.id}
              automation={automation}
              words={words}
              mayWrite={mayWrite}
              onOpen={onOpen}
            />
          ))}
        </ul>
      )}
      <Suspense>
        {asking === 'new' && <NewDialog onClose={() => setAsking(null)} onChoose={onNew} />}
        {asking === 'import' && <ImportDialog onClose={() => setAsking(null)} onMade={onOpen} />}
      </Suspense>
    </Page>
  );
}
