import { hotkeysCoreFeature, type ItemInstance, selectionFeature, syncDataLoaderFeature } from '@headless-tree/core';
import { useTree } from '@headless-tree/react';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';

export type TreeNode = { id: string; name: string; parentId: string | null };

type Props<T extends TreeNode> = {
  /** In display order; a node whose parent is missing stands at the top. */
  nodes: readonly T[];
  label: string;
  /** The node that is shown elsewhere on the page. */
  current?: string | null;
  expanded: readonly string[];
  onExpandedChange: (ids: string[]) => void;
  /** Enter or click. */
  onOpen: (node: T) => void;
  /** What a row shows between its arrow and its end, e.g. dot, name and count. */
  renderRow: (node: T) => ReactNode;
  /** More properties of a row, e.g. a drop target's ref or data attributes. */
  rowProps?: (node: T) => Record<string, unknown>;
  className?: string;
};

const ROOT = '';

/** A tree of names: arrows move and open, Home and End jump, Enter goes in (APG tree view). */
export function Tree<T extends TreeNode>(props: Props<T>) {
  const { nodes, label, current, expanded, onExpandedChange, onOpen, renderRow, rowProps, className } = props;
  const { t } = useTranslation('ui');
  const byParent = useMemo(() => group(nodes), [nodes]);
  const byId = useMemo(() => new Map(nodes.map((node) => [node.id, node])), [nodes]);
  const key = expanded.join('\n');
  // The tree starts over whenever the list is another one, so that it gets another one only when something in it changed.
  const expandedItems = useMemo(() => (key ? key.split('\n') : []), [key]);
  const tree = useTree<T | null>({
    rootItemId: ROOT,
    getItemName: (row) => row.getItemData()?.name ?? '',
    isItemFolder: (row) => byParent.has(row.getId()),
    dataLoader: {
      getItem: (id) => byId.get(id) ?? null,
      getChildren: (id) => byParent.get(id) ?? [],
    },
    state: { expandedItems },
    setExpandedItems: (next) => onExpandedChange(typeof next === 'function' ? next(expandedItems) : next),
    onPrimaryAction: (row) => {
      const node = row.getItemData();
      if (node) onOpen(node);
    },
    hotkeys: {
      customOpen: {
        hotkey: 'Enter',
        preventDefault: true,
        handler: (_event, instance) => instance.getFocusedItem().primaryAction(),
      },
    },
    features: [syncDataLoaderFeature, selectionFeature, hotkeysCoreFeature],
  });
  const rebuild = useEffectEvent(() => tree.rebuildTree());
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tree keeps its own copy and has to hear of new nodes
  useEffect(() => rebuild(), [byParent]);

  const row = (each: ItemInstance<T | null>) => {
    const node = each.getItemData();
    if (!node) return null;
    const { onClick: _open, ...itemProps } = each.getProps();
    const open = each.isExpanded();
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is one of the tree's hotkeys above
      <div
        {...itemProps}
        role="treeitem"
        key={each.getId()}
        aria-current={current === node.id ? 'true' : undefined}
        onClick={() => onOpen(node)}
        {...rowProps?.(node)}
        className="flex min-h-row cursor-default items-center gap-1 rounded-md pe-2 text-sm outline-offset-[-2px] hover:bg-hover aria-[current=true]:bg-accent-soft aria-[current=true]:font-medium aria-[current=true]:text-accent-ink"
        style={{ paddingInlineStart: `${each.getItemMeta().level * 14}px` }}
      >
        <span
          aria-hidden
          title={each.isFolder() ? t(open ? 'collapse' : 'expand', { name: node.name }) : undefined}
          onClick={(event) => {
            event.stopPropagation();
            if (each.isFolder()) open ? each.collapse() : each.expand();
          }}
          className="flex size-6 shrink-0 items-center justify-center text-muted"
        >
          {each.isFolder() && (
            <ChevronRight
              size={14}
              className={cn('transition-transform rtl:rotate-180', open && 'rotate-90 rtl:rotate-90')}
            />
          )}
        </span>
        {renderRow(node)}
      </div>
    );
  };

  return (
    <div {...tree.getContainerProps(label)} className={cn('flex flex-col', className)}>
      {tree.getItems().map(row)}
    </div>
  );
}

function group(nodes: readonly TreeNode[]): Map<string, string[]> {
  const known = new Set(nodes.map((node) => node.id));
  const children = new Map<string, string[]>([[ROOT, []]]);
  for (const { id, parentId } of nodes) {
    const parent = parentId && known.has(parentId) ? parentId : ROOT;
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  return children;
}
