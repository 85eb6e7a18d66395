import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { allFolders, folderCounts } from '@/api/catalogues';
import type { CountOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { withDescendants } from '@/components/record/customer-query';
import { formatCompact } from '@/lib/format';
import { useRemembered } from '@/lib/storage';
import { Dot } from '@/ui/chip';
import { SkeletonLines } from '@/ui/skeleton';
import { useWorkspace } from './use-workspace';

type Node = { id: string; name: string; parentId: string | null; colour: string | null; count: number };
const ALL = 'all';
const NONE = 'none';

/** Folders with how many customers lie in each and below it; choosing one narrows the list. */
export function FolderTree() {
  const { t, i18n } = useTranslation(['workspace', 'record']);
  const { search, setSearch } = useWorkspace();
  const folders = useQuery(allFolders);
  const counts = useQuery(folderCounts);
  const [expanded, setExpanded] = useRemembered<string[]>('workspace.expanded', [], Array.isArray as never);
  const nodes = useMemo<Node[]>(() => {
    const list = folders.data ?? [];
    const by = countsByKey(counts.data?.items ?? []);
    const sum = (ids: string[]) => ids.reduce((total, id) => total + (by.get(id) ?? 0), 0);
    const total = [...by.values()].reduce((all, count) => all + count, 0);
    const without = by.get(NONE) ?? 0;
    return [
      { id: ALL, name: t('folders.all'), parentId: null, colour: null, count: total },
      ...list.map(({ id, name, parent_id, colour }) => ({
        id,
        name,
        parentId: parent_id,
        colour,
        count: sum(withDescendants(list, id)),
      })),
      ...(without > 0 || search.folder === NONE
        ? [{ id: NONE, name: t('record:folder.none'), parentId: null, colour: null, count: without }]
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
            className="flex min-h-row items-center rounded-md pe-2 hover:bg-hover has-aria-[current=true]:bg-accent-soft"
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
    <ul aria-label={t('folders.title')} className="min-h-0 overflow-y-auto px-1.5 pb-2 [scrollbar-width:thin]">
      {branch(null, 0)}
    </ul>
  );
}

const countsByKey = (items: readonly CountOut[]) => new Map(items.map(({ key, count }) => [key ?? NONE, count]));
