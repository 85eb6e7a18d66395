import { lazy, Suspense, useRef, useState } from 'react';
import { NewCustomer } from '@/components/record/new-customer';
import { cn } from '@/lib/cn';
import { useListColumns } from './columns';
import { FilterSentence } from './filter-sentence';
import { ListCount } from './list-count';
import { columnsOf, useListLayout } from './list-layout';
import { isNarrowed, queryOf } from './list-model';
import { LockedTab } from './locked-tab';
import { RowSkeletons } from './row-skeletons';
import { SelectAll } from './select-all';
import { Toolbar } from './toolbar';
import { useListCommands } from './use-list-commands';
import { usePlaceOfList } from './use-place';
import { useProspects } from './use-prospects';
import { useRows } from './use-rows';
import { useSelection } from './use-selection';
import { useViewWrites } from './use-view-writes';
import { StaleView, ViewChanges, ViewGone } from './view-notes';
import { ViewTabs, type ViewTask } from './view-tabs';

const BulkBar = lazy(() => import('./bulk-bar'));
const CustomerTable = lazy(() => import('./customer-table'));
const TrashBar = lazy(() => import('./trash-actions').then((module) => ({ default: module.TrashBar })));
const ViewDialog = lazy(() => import('./view-dialog'));

/** Tabs, filters and the table, all from one address. */
export function CustomerList() {
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
  const bulk = useEver(!chosen.empty);
  const input = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const enterGrid = () => grid.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
  const offers = { create: setCreating, locked: !prospects.allowed };
  useListCommands({ ...offers, enterGrid, focusSearch: () => input.current?.focus() });
  const contents = { filters: filter, columns: columnsOf(kept.layout), sort };
  const edited = place.edited || kept.edited;
  const open = (id: string) => place.go({ customer: id }, search.customer !== undefined);
  const table = { columns, layout: kept.layout, onLayoutChange: kept.setLayout, onCreate: setCreating };
  const reset = () => {
    if (view) kept.reset();
    place.reset();
  };
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      <Toolbar
        {...table}
        place={place}
        fetching={rows.isFetching && !rows.isFetchingNextPage}
        search={input}
        onLeaveSearch={enterGrid}
        locked={!prospects.allowed}
      />
      <ViewTabs place={place} edited={edited} locked={!prospects.allowed} writes={writes} onTask={setTask} />
      {locked ? (
        <LockedTab unmet={prospects.unmet} />
      ) : (
        <>
          <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-gutter py-1.5">
            <FilterSentence place={place} locked={!prospects.allowed} />
            {(edited || (!view && isNarrowed(search))) && (
              <ViewChanges
                view={view}
                busy={writes.busy}
                onSave={() => view && writes.save(view, contents)}
                onSaveAs={() => setTask({ kind: 'save-as' })}
                onReset={reset}
              />
            )}
            <span className="flex-1" />
            <ListCount rows={rows} />
          </div>
          {place.viewGone && <ViewGone />}
          {view && <StaleView view={view} />}
          <SelectAll place={place} rows={rows} chosen={chosen} />
          <div ref={grid} className={cn('flex min-h-0 flex-1 flex-col', !chosen.empty && 'pb-20')}>
            <Suspense fallback={<RowSkeletons />}>
              <CustomerTable
                {...table}
                place={place}
                rows={rows}
                chosen={chosen}
                ready={ready && place.ready}
                onOpen={open}
              />
            </Suspense>
          </div>
          <Suspense>
            {place.inTrash && !chosen.empty && (
              <TrashBar customers={rows.items.filter(({ id }) => chosen.ids.has(id))} onClear={chosen.clear} />
            )}
          </Suspense>
        </>
      )}
      <Suspense>
        {bulk && !place.inTrash && <BulkBar selection={chosen.selection} onClear={chosen.clear} />}
        {task && (
          <ViewDialog
            renamed={task.kind === 'rename' ? task.view : undefined}
            contents={contents}
            onSaved={async (saved) => {
              await writes.refresh();
              if (task.kind === 'rename') return;
              kept.hand(saved);
              place.showView(saved.id);
            }}
            onClose={() => setTask(null)}
          />
        )}
      </Suspense>
      {creating && (
        <NewCustomer
          lifecycle={creating}
          folderId={filter.folder_id?.[0]}
          onOpen={open}
          onClose={() => setCreating(null)}
        />
      )}
    </div>
  );
}

/** Whether something was ever so: what is fetched with the first selection stays to see its work through. */
function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever;
}
