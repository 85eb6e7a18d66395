import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { formatCompact } from '@/lib/format';
import { useRemembered } from '@/lib/storage';
import { Dot } from '@/ui/chip';
import { SkeletonLines } from '@/ui/skeleton';
import { Tree, type TreeNode } from '@/ui/tree';
import { withDescendants } from './address';
import { countsQuery, foldersQuery } from './queries';
import { useWorkspace } from './use-workspace';

type Node = TreeNode & { colour: string | null; count: number };
const ALL = 'all';
const NONE = 'none';

/** Folders with how many customers lie in each and below it; choosing one narrows the list. */
export function FolderTree() {
  const { t, i18n } = useTranslation('workspace');
  const { search, setSearch } = useWorkspace();
  const folders = useQuery(foldersQuery);
  const counts = useQuery(countsQuery);
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
        ? [{ id: NONE, name: t('folders.none'), parentId: null, colour: null, count: without }]
        : []),
    ];
  }, [folders.data, counts.data, t, search.folder]);
  if (folders.isPending) return <SkeletonLines lines={3} className="px-3 pb-3" />;
  if (folders.isError)
    return <ProblemNotice error={folders.error} retry={() => void folders.refetch()} className="mx-3 mb-3" />;
  return (
    <Tree
      nodes={nodes}
      label={t('folders.title')}
      current={search.folder ?? ALL}
      expanded={expanded}
      onExpandedChange={setExpanded}
      onOpen={({ id }) => setSearch({ folder: id === ALL ? undefined : id, status: undefined })}
      renderRow={(node) => (
        <>
          {node.colour && <Dot colour={node.colour} />}
          <span className="min-w-0 flex-1 truncate">{node.name}</span>
          <span className="text-muted text-xs tabular-nums">
            {counts.data && formatCompact(node.count, i18n.resolvedLanguage)}
          </span>
        </>
      )}
      className="min-h-0 overflow-y-auto px-1.5 pb-2 [scrollbar-width:thin]"
    />
  );
}

const countsByKey = (items: readonly CountOut[]) => new Map(items.map(({ key, count }) => [key ?? NONE, count]));
