import { useTranslation } from 'react-i18next';
import type { CustomerOut } from '@/api/gen/types.gen';
import { DataTable } from '@/components/data-table/data-table';
import type { Column, Layout } from '@/components/data-table/layout';
import { ProblemNotice } from '@/components/problem';
import { PHONE, useMedia } from '@/lib/use-media';
import { ListState } from './states';
import type { Place } from './use-place';
import type { Rows } from './use-rows';
import type { SelectionOfList } from './use-selection';

export type TableProps = {
  place: Place;
  rows: Rows;
  chosen: SelectionOfList;
  columns: readonly Column<CustomerOut>[];
  layout: Layout;
  onLayoutChange: (layout: Layout) => void;
  /** Columns and the view are known. */
  ready: boolean;
  /** Filters or a search hide somebody. */
  narrowed: boolean;
  /** As the view is by itself. */
  onReset: () => void;
  /** Absent in the trash, where there is nothing to open. */
  onOpen?: (id: string) => void;
  onCreate: (lifecycle: 'prospect' | 'customer') => void;
};

const keyOf = (customer: CustomerOut) => customer.id;

/** The rows of the list, or why there are none. */
export default function CustomerTable(props: TableProps) {
  const { place, rows, chosen, ready, layout, onOpen } = props;
  const { t } = useTranslation('records/customers');
  const { sort, search } = place;
  const phone = useMedia(PHONE);
  return (
    <DataTable
      label={t('title')}
      columns={props.columns}
      rows={ready ? rows.items : []}
      keyOf={keyOf}
      nameOf={(row) => row.name}
      // A pinned column would leave a phone no room for the others.
      layout={phone ? { ...layout, pinned: [] } : layout}
      onLayoutChange={(next) => props.onLayoutChange(phone ? { ...next, pinned: layout.pinned } : next)}
      sort={{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }}
      onSort={({ id, desc }) => place.setSort(desc ? `-${id}` : id)}
      selection={chosen.ids}
      onSelectionChange={chosen.choose}
      onOpen={onOpen && ((row) => onOpen(row.id))}
      current={search.customer}
      restoreKey={rows.key}
      hasMore={rows.hasNextPage}
      loadMore={rows.loadMore}
      footer={
        rows.isFetchNextPageError && (
          <ProblemNotice error={rows.error} retry={() => void rows.fetchNextPage()} className="m-3" />
        )
      }
    >
      <ListState
        place={place}
        rows={rows}
        ready={ready}
        narrowed={props.narrowed}
        onReset={props.onReset}
        onCreate={() => props.onCreate(place.tab === 'prospects' ? 'prospect' : 'customer')}
      />
    </DataTable>
  );
}
