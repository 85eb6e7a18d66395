import { useQuery } from '@tanstack/react-query';
import { ListTree } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { PageFailed } from '@/components/problem';
import { TopBar } from '@/components/top-bar';
import { cn } from '@/lib/cn';
import { Button } from '@/ui/button';
import { type Contract, contractQuery, readGroups } from './contract';
import { Navigation } from './navigation';
import { OperationView } from './operation-view';
import { Overview } from './overview';
import { TryIt } from './try-it';

/** The API reference. The address holds what is shown: `/docs#list_customers`. */
export function ReferencePage() {
  const { t } = useTranslation('app/reference');
  const { data, error, refetch } = useQuery(contractQuery);
  const [listShown, setListShown] = useState(false);
  return (
    <>
      <TopBar title={t('title')}>
        <Button
          variant="quiet"
          className="lg:hidden"
          aria-expanded={listShown}
          aria-controls="operations"
          onClick={() => setListShown(!listShown)}
        >
          <ListTree size={16} aria-hidden />
          {t('nav.label')}
        </Button>
      </TopBar>
      {data && <Reference contract={data} listShown={listShown} onHideList={() => setListShown(false)} />}
      {error && <PageFailed detail={error.message} retry={() => void refetch()} />}
    </>
  );
}

const onHashChange = (notify: () => void) => {
  addEventListener('hashchange', notify);
  return () => removeEventListener('hashchange', notify);
};
const readHash = () => decodeURIComponent(location.hash.slice(1));

function Reference({
  contract,
  listShown,
  onHideList,
}: {
  contract: Contract;
  listShown: boolean;
  onHideList: () => void;
}) {
  const { t } = useTranslation('app/reference');
  const current = useSyncExternalStore(onHashChange, readHash);
  const groups = useMemo(() => readGroups(contract), [contract]);
  const operation = groups.flatMap((group) => group.operations).find(({ id }) => id === current);
  // Kept in memory only: a key outlives neither a reload nor the tab.
  const [apiKey, setApiKey] = useState('');
  const tryable = operation?.kind === 'operation';
  const title = operation?.summary;
  useFocusOnChange(current);
  useEffect(() => {
    document.title = [title, t('title'), 'Atrium'].filter(Boolean).join(' · ');
  }, [title, t]);

  return (
    <div className="lg:grid lg:grid-cols-[var(--panel-left)_minmax(0,1fr)]">
      <div
        id="operations"
        data-shown={listShown}
        className="bg-canvas max-lg:hidden max-lg:data-[shown=true]:block lg:sticky lg:top-12 lg:h-[calc(100dvh-3rem)] lg:border-e"
      >
        <Navigation groups={groups} current={operation ? current : ''} onChoose={onHideList} />
      </div>
      <main
        id="content"
        tabIndex={-1}
        className={cn(
          'grid gap-x-10 gap-y-10 px-gutter py-8 outline-none *:min-w-0 lg:px-8 max-xl:*:mx-auto max-xl:*:w-full max-xl:*:max-w-3xl xl:justify-center',
          tryable ? 'xl:grid-cols-[minmax(0,45rem)_minmax(22rem,28rem)]' : 'xl:grid-cols-[minmax(0,60rem)]',
        )}
      >
        {operation ? (
          <OperationView contract={contract} operation={operation} />
        ) : (
          <Overview contract={contract} groups={groups} />
        )}
        {tryable && (
          <div className="xl:sticky xl:top-20 xl:max-h-[calc(100dvh-6rem)] xl:self-start xl:overflow-y-auto">
            <TryIt key={operation.id} contract={contract} operation={operation} apiKey={apiKey} onApiKey={setApiKey} />
          </div>
        )}
      </main>
    </div>
  );
}

/** A new page of the reference starts at its top, with its heading focused for keyboard and screen reader. */
function useFocusOnChange(current: string) {
  const before = useRef(current);
  useEffect(() => {
    if (before.current === current) return;
    before.current = current;
    scrollTo({ top: 0 });
    document.getElementById('title')?.focus({ preventScroll: true });
  }, [current]);
}
