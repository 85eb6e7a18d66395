import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allFolders, folderCounts } from '@/api/catalogues';
import type { CountOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { withDescendants } from '@/features/records/customers/shared/query';
import { cn } from '@/lib/cn';
import { formatCompact } from '@/lib/format';
import { lazily } from '@/lib/lazily';
import { useRemembered } from '@/lib/storage';
import { Dot } from '@/ui/chip';
import { SkeletonLines } from '@/ui/skeleton';
import { useCustomerDrop } from './drag';
import type { Dropped } from './dropped-customer';
import { useWorkspace } from './use-workspace';

const DroppedCustomer = lazily(() => import('./dropped-customer'));

type Node = {
  id: string;
  name: string;
  parentId: string | null;
  colour: string | null;
  count: number;
  unread: number;
  /** Whether customers can be put there. */
  takes: boolean;
};
const ALL = 'all';
const NONE = 'none';

/** Folders with how many customers lie in each and below it; choosing one narrows the list. */
export function FolderTree() {
  const { t, i18n } = useTranslation(['records/workspace', 'records/folders']);
  const { search, setSearch } = useWorkspace();
  const folders = useQuery(allFolders);
  const counts = useQuery(folderCounts);
  const mayMove = useMay('customers:write');
  const [dropped, setDropped] = useState<Dropped | null>(null);
  const { over, target } = useCustomerDrop((customer, id) => {
    const name = nodes.find((node) => node.id === id)?.name ?? '';
    setDropped({ customer, to: { id: id === NONE ? null : id, name } });
  });
  const [expanded, setExpanded] = useRemembered<string[]>('workspace.expanded', [], Array.isArray as never);
  const nodes = useMemo<Node[]>(() => {
    const list = folders.data ?? [];
    const by = countsByKey(counts.data?.items ?? []);
    const sum = (ids: Iterable<string>) => {
      const total = { count: 0, unread: 0 };
      for (const id of ids) {
        total.count += by.get(id)?.count ?? 0;
        total.unread += by.get(id)?.unread ?? 0;
      }
      return total;
    };
    const without = sum([NONE]);
    return [
      { id: ALL, name: t('folders.all'), parentId: null, colour: null, takes: false, ...sum(by.keys()) },
      ...list.map(({ id, name, parent_id, colour, level }) => ({
        id,
        name,
        parentId: parent_id,
        colour,
        takes: level === 'write' || level === 'manage',
        ...sum(withDescendants(list, id)),
      })),
      ...(without.count > 0 || search.folder === NONE
        ? [
            {
              id: NONE,
              name: t('records/folders:none'),
              parentId: null,
              colour: null,
              takes: true,
              ...without,
            },
          ]
        : []),
    ];
  }, [folders.data, counts.data, t, search.folder]);
  if (folders.isPending) return <SkeletonLines lines={3} className="px-3 pb-3" />;
  if (folders.isError)
    return <ProblemNotice error={folders.error} retry={() => void folders.refetch()} className="mx-3 mb-3" />;
  const known = new Set(nodes.map(({ id }) => id));
  const childrenOf = (id: string | null) =>
    nodes.filter(({ parentId }) => (parentId && known.has(parentId) ? parentId : null) === id);
  const toggle = (id: string) =>
    setExpanded(expanded.includes(id) ? expanded.filter((each) => each !== id) : [...expanded, id]);
  const branch = (parent: string | null, depth: number): ReactNode =>
    childrenOf(parent).map((node) => {
      const open = expanded.includes(node.id);
      const deeper = childrenOf(node.id).length > 0;
      return (
        <li key={node.id}>
          <div
            {...(node.takes && mayMove ? target(node.id) : {})}
            className={cn(
              'flex min-h-row items-center rounded-md pe-2 hover:bg-hover has-aria-[current=true]:bg-accent-soft',
              over === node.id && 'bg-accent-soft ring-1 ring-accent',
            )}
            style={{ paddingInlineStart: depth * 14 }}
          >
            {deeper ? (
              <button
                type="button"
                aria-expanded={open}
                aria-label={t('folders.below', { name: node.name })}
                onClick={() => toggle(node.id)}
                className="flex size-6 shrink-0 items-center justify-center text-muted"
              >
                <ChevronRight size={14} aria-hidden className={open ? 'rotate-90' : 'rtl:rotate-180'} />
              </button>
            ) : (
              <span className="w-6 shrink-0" />
            )}
            <button
              type="button"
              aria-current={(search.folder ?? ALL) === node.id ? 'true' : undefined}
              onClick={() => setSearch({ folder: node.id === ALL ? undefined : node.id, status: undefined })}
              className="flex min-h-row min-w-0 flex-1 items-center gap-2 text-start text-sm aria-[current=true]:font-medium"
            >
              {node.colour && <Dot colour={node.colour} />}
              <span className="min-w-0 flex-1 truncate">{node.name}</span>
              {node.unread > 0 && (
                <span className="rounded-full bg-accent px-1.5 font-medium text-on-accent text-xs tabular-nums">
                  <span aria-hidden>{node.unread > 99 ? '99+' : node.unread}</span>
                  <span className="sr-only">{t('folders.unread', { count: node.unread })}</span>
                </span>
              )}
              <span className="text-muted text-xs tabular-nums">
                {counts.data && formatCompact(node.count, i18n.resolvedLanguage)}
              </span>
            </button>
          </div>
          {deeper && open && <ul>{branch(node.id, depth + 1)}</ul>}
        </li>
      );
    });
  return (
    <>
      <ul aria-label={t('folders.title')} className="min-h-0 overflow-y-auto px-1.5 pb-2 [scrollbar-width:thin]">
        {branch(null, 0)}
      </ul>
      <Suspense>
        {dropped && <DroppedCustomer key={dropped.customer.id} {...dropped} onEnd={() => setDropped(null)} />}
      </Suspense>
    </>
  );
}

const countsByKey = (items: readonly CountOut[]) => new Map(items.map((item) => [item.key ?? NONE, item]));
