import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { FilterSentence } from '../filters/sentence';
import { NewCustomer } from '../shared/new-customer';
import { ListCount } from './count';
import { LockedTab } from './locked-tab';
import { RowSkeletons } from './row-skeletons';
import { SelectAll } from './select-all';
import { Toolbar } from './toolbar';
import { type List, useList } from './use-list';
import { StaleView, ViewChanges, ViewGone } from './views/notes';
import { ViewTabs } from './views/tabs';

const BulkBar = lazy(() => import('../bulk/bar'));
const CustomerTable = lazy(() => import('./table'));
const TrashBar = lazy(() => import('./trash-actions').then((module) => ({ default: module.TrashBar })));
const ViewDialog = lazy(() => import('../shared/view-dialog'));

/** Tabs, filters and the table, all from one address. */
export function CustomerList() {
  const list = useList();
  const { place, prospects, rows, chosen } = list;
  const bulk = useEver(!chosen.empty);
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      <Toolbar
        {...list.table}
        place={place}
        rows={rows}
        search={list.input}
        onLeaveSearch={list.enterGrid}
        locked={!prospects.allowed}
      />
      <ViewTabs
        place={place}
        edited={list.edited}
        locked={!prospects.allowed}
        writes={list.writes}
        onTask={list.setTask}
      />
      {list.locked ? <LockedTab unmet={prospects.unmet} /> : <Shown list={list} />}
      <Suspense>
        {bulk && !place.inTrash && <BulkBar selection={chosen.selection} onClear={chosen.clear} />}
        {place.inTrash && !chosen.empty && (
          <TrashBar customers={rows.items.filter(({ id }) => chosen.ids.has(id))} onClear={chosen.clear} />
        )}
      </Suspense>
      <Dialogs list={list} />
    </div>
  );
}

/** The filter in words, what there is to say about the view, and the rows. */
function Shown({ list }: { list: List }) {
  const { place, rows, chosen, edited } = list;
  const { view } = place;
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-gutter py-1.5">
        <FilterSentence place={place} locked={!list.prospects.allowed} />
        {(edited || (!view && list.narrowed)) && (
          <ViewChanges
            view={view}
            busy={list.writes.busy}
            onSave={() => view && list.writes.save(view, list.contents)}
            onSaveAs={() => list.setTask({ kind: 'save-as' })}
            onReset={list.reset}
          />
        )}
        <span className="flex-1" />
        <ListCount rows={rows} />
      </div>
      {place.viewGone && <ViewGone />}
      {view && <StaleView view={view} />}
      <SelectAll place={place} rows={rows} chosen={chosen} />
      <div ref={list.grid} className={cn('flex min-h-0 flex-1 flex-col', !chosen.empty && 'pb-20')}>
        <Suspense fallback={<RowSkeletons />}>
          <CustomerTable
            {...list.table}
            place={place}
            rows={rows}
            chosen={chosen}
            ready={list.ready}
            narrowed={list.narrowed}
            onReset={list.reset}
            onOpen={place.inTrash ? undefined : list.open}
          />
        </Suspense>
      </div>
    </>
  );
}

function Dialogs({ list }: { list: List }) {
  const { t } = useTranslation('records/customers');
  const { place, task, kept, creating } = list;
  return (
    <>
      <Suspense>
        {task && (
          <ViewDialog
            title={t(task.kind === 'rename' ? 'views.rename' : 'views.saveAs')}
            text={task.kind === 'rename' ? undefined : t('views.saveText')}
            sharedLabel={t('views.shared')}
            sharedHint={t('views.sharedHint')}
            renamed={task.kind === 'rename' ? task.view : undefined}
            contents={list.contents}
            onSaved={async (saved) => {
              await list.writes.refresh();
              if (task.kind === 'rename') return;
              kept.hand(saved);
              place.showView(saved.id);
            }}
            onClose={() => list.setTask(null)}
          />
        )}
      </Suspense>
      {creating && (
        <NewCustomer
          lifecycle={creating}
          folderId={place.filter.folder_id?.[0]}
          onOpen={list.open}
          onClose={() => list.setCreating(null)}
        />
      )}
    </>
  );
}

/** Whether something was ever so: what is fetched with the first selection stays to see its work through. */
function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever;
}
