import { ChevronDown, Plus, UserPlus, UserRoundPlus } from 'lucide-react';
import { Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { SettledSearch } from '@/components/search-field';
import { cn } from '@/lib/cn';
import { formatNumber } from '@/lib/format';
import { lazily } from '@/lib/lazily';
import { useRemembered } from '@/lib/storage';
import { useDebounced } from '@/lib/use-debounced';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem } from '@/ui/menu';
import { FolderTree } from '../folder-tree';
import { useWorkspace } from '../use-workspace';
import { ViewsMenu } from '../views-menu';
import { CustomerRows } from './rows';
import { useListCommands } from './use-commands';
import { useCustomerList } from './use-list';

const ListFilters = lazily(() => import('./filters').then(({ ListFilters }) => ({ default: ListFilters })));

/** Search, views, folders and the customers they leave. */
export function ListPanel({ onCreate }: { onCreate: (lifecycle: 'prospect' | 'customer') => void }) {
  const { t } = useTranslation('records/workspace');
  const list = useCustomerList();
  const { search, setSearch } = useWorkspace();
  const narrowed = search.tags || search.status || search.lifecycle;
  const [showFolders, setShowFolders] = useRemembered('workspace.folders', true);
  const input = useRef<HTMLInputElement>(null);
  useListCommands(
    list.items.map(({ id }) => id),
    onCreate,
    () => input.current?.focus(),
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-canvas">
      <div className="flex items-center gap-1 p-2">
        <SettledSearch
          ref={input}
          label={t('list.search')}
          value={search.q ?? ''}
          onChange={(q) => setSearch({ q: q || undefined })}
          fetching={list.isFetching && !list.isFetchingNextPage}
          onLeave={() => document.querySelector<HTMLElement>('[data-customer-row]')?.focus()}
        />
        <ViewsMenu />
        <CreateMenu onCreate={onCreate} />
      </div>
      <div className="flex max-h-[40%] shrink-0 flex-col border-b">
        <button
          type="button"
          aria-expanded={showFolders}
          onClick={() => setShowFolders(!showFolders)}
          className="flex h-8 shrink-0 items-center gap-1.5 px-3 font-medium text-muted text-xs hover:text-ink focus-visible:-outline-offset-2"
        >
          {t('folders.title')}
          <ChevronDown
            size={12}
            aria-hidden
            className={cn('transition-transform', !showFolders && '-rotate-90 rtl:rotate-90')}
          />
        </button>
        {showFolders && <FolderTree />}
      </div>
      <Suspense>{narrowed && <ListFilters />}</Suspense>
      <ListCount list={list} />
      <CustomerRows list={list} onCreate={onCreate} />
    </div>
  );
}

function CreateMenu({ onCreate }: { onCreate: (lifecycle: 'prospect' | 'customer') => void }) {
  const { t } = useTranslation(['records/workspace', 'records/customers/shared']);
  if (!useMay('customers:write')) return null;
  return (
    <Menu align="end" trigger={<IconButton icon={Plus} label={t('records/customers/shared:create.open')} />}>
      <MenuItem icon={UserPlus} shortcut="c l" onClick={() => onCreate('prospect')}>
        {t('records/customers/shared:create.prospect')}
      </MenuItem>
      <MenuItem icon={UserRoundPlus} shortcut="c c" onClick={() => onCreate('customer')}>
        {t('records/customers/shared:create.customer')}
      </MenuItem>
    </Menu>
  );
}

function ListCount({
  list: { total, items, isPending, isPlaceholderData, isError },
}: {
  list: ReturnType<typeof useCustomerList>;
}) {
  const { t, i18n } = useTranslation('records/workspace');
  const count = total ?? items.length;
  const unknown = isPending || (isError && items.length === 0);
  const settled = useDebounced(unknown || isPlaceholderData ? null : count, 400);
  const say = (number: number) =>
    t('list.count', { count: number, formatted: formatNumber(number, i18n.resolvedLanguage) });
  return (
    <div className="flex h-7 shrink-0 items-center px-3 text-muted text-xs tabular-nums">
      <span aria-hidden>{!unknown && say(count)}</span>
      <span role="status" className="sr-only">
        {settled !== null && say(settled)}
      </span>
    </div>
  );
}
