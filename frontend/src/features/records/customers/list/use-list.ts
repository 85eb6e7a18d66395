import { useRef, useState } from 'react';
import { useListColumns } from './columns';
import { columnsOf, useListLayout } from './layout';
import { isNarrowed, queryOf } from './model';
import { useListCommands } from './use-commands';
import { usePlaceOfList } from './use-place';
import { useProspects } from './use-prospects';
import { useRows } from './use-rows';
import { useSelection } from './use-selection';
import type { ViewTask } from './views/tabs';
import { useViewWrites } from './views/use-writes';

/** Everything the Customer List is made of: the address, the rows it finds, their columns, and what is selected. */
export function useList() {
  const place = usePlaceOfList();
  const { filter, sort, view, search } = place;
  const prospects = useProspects();
  const locked = place.tab === 'prospects' && !prospects.allowed;
  const { columns, ready } = useListColumns(place.inTrash, filter.q);
  const kept = useListLayout(place.inTrash ? 'trash' : 'list', view, columns);
  const rows = useRows(queryOf(filter, sort), place.ready && !locked);
  const chosen = useSelection(rows.key, rows.items);
  const writes = useViewWrites(() => place.go({ view: undefined, edited: undefined }));
  const [task, setTask] = useState<ViewTask | null>(null);
  const [creating, setCreating] = useState<'prospect' | 'customer' | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const enterGrid = () => grid.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
  const focusSearch = () => input.current?.focus();
  useListCommands({ create: setCreating, locked: !prospects.allowed, enterGrid, focusSearch });
  return {
    place,
    prospects,
    locked,
    rows,
    chosen,
    writes,
    kept,
    input,
    grid,
    enterGrid,
    /** Columns and the view are known. */
    ready: ready && place.ready,
    /** What the table and the chooser of columns share. */
    table: { columns, layout: kept.layout, onLayoutChange: kept.setLayout, onCreate: setCreating },
    /** What a view of this list would keep. */
    contents: { filters: filter, columns: columnsOf(kept.layout), sort },
    /** Something else is shown than the view keeps. */
    edited: place.edited || kept.edited,
    narrowed: view ? Object.keys(filter).length > 0 : isNarrowed(search),
    open: (id: string) => place.go({ customer: id }, search.customer !== undefined),
    reset: () => {
      if (view) kept.reset();
      place.reset();
    },
    task,
    setTask,
    creating,
    setCreating,
  };
}

export type List = ReturnType<typeof useList>;
