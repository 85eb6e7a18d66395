import { Plus, Tag, UserPlus, UserRoundPlus } from 'lucide-react';
import { lazy, type RefObject, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { ColumnChooser } from '@/components/data-table/column-chooser';
import type { Column, Layout } from '@/components/data-table/layout';
import { SettledSearch } from '@/components/search-field';
import { Button } from '@/ui/button';
import { Menu, MenuItem } from '@/ui/menu';
import { Popover } from '@/ui/popover';
import { SkeletonLines } from '@/ui/skeleton';
import { valuesOf } from '../filters/parts';
import { ExportButton } from './export-button';
import type { Place } from './use-place';
import type { Rows } from './use-rows';

const ChoiceEditor = lazy(() => import('../filters/editor').then((module) => ({ default: module.ChoiceEditor })));

type Props = {
  place: Place;
  rows: Rows;
  search: RefObject<HTMLInputElement | null>;
  onLeaveSearch: () => void;
  columns: readonly Column<CustomerOut>[];
  layout: Layout;
  onLayoutChange: (layout: Layout) => void;
  onCreate: (lifecycle: 'prospect' | 'customer') => void;
  locked: boolean;
};

/** The title of the page, search, tags, columns, and what makes new ones. */
export function Toolbar(props: Props) {
  const { place, rows, columns, layout, onLayoutChange } = props;
  const { t } = useTranslation('records/customers');
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1.5 px-gutter pt-2.5 pb-1">
      <h1 className="me-2 font-semibold text-lg">{t('title')}</h1>
      <div className="order-last min-w-40 flex-1 basis-full sm:order-none sm:max-w-80 sm:basis-40">
        <SettledSearch
          label={t('list.search')}
          ref={props.search}
          value={place.filter.q ?? ''}
          onChange={(q) => place.setFilter({ ...place.filter, q })}
          fetching={rows.isFetching && !rows.isFetchingNextPage}
          onLeave={props.onLeaveSearch}
        />
      </div>
      <TagFilter place={place} />
      <span className="flex-1" />
      <ColumnChooser columns={columns} layout={layout} onLayoutChange={onLayoutChange} />
      {!place.inTrash && <ExportButton filter={place.filter} total={rows.total} />}
      <CreateMenu onCreate={props.onCreate} locked={props.locked} />
    </header>
  );
}

function TagFilter({ place: { filter, setFilter } }: { place: Place }) {
  const { t } = useTranslation('records/customers');
  const any = valuesOf(filter, 'anyTags').length;
  const count = any + valuesOf(filter, 'allTags').length;
  if (!useMay('tags:read')) return null;
  return (
    <Popover
      title={t('filters.names.tags')}
      className="w-72"
      trigger={
        <Button variant="quiet">
          <Tag size={16} aria-hidden />
          {t('filters.names.tags')}
          {count > 0 && <span className="text-accent-ink text-xs tabular-nums">{count}</span>}
        </Button>
      }
    >
      <Suspense fallback={<SkeletonLines lines={4} />}>
        <ChoiceEditor choice={any ? 'anyTags' : 'allTags'} filter={filter} onChange={setFilter} />
      </Suspense>
    </Popover>
  );
}

function CreateMenu({ onCreate, locked }: Pick<Props, 'onCreate' | 'locked'>) {
  const { t } = useTranslation(['records/customers', 'records/customers/shared']);
  if (!useMay('customers:write')) return null;
  const trigger = (
    <Button variant="primary" aria-label={t('list.create')} onClick={locked ? () => onCreate('customer') : undefined}>
      <Plus size={16} aria-hidden />
      <span className="max-sm:hidden">{t('list.create')}</span>
    </Button>
  );
  if (locked) return trigger;
  return (
    <Menu align="end" trigger={trigger}>
      <MenuItem icon={UserRoundPlus} shortcut="c c" onClick={() => onCreate('customer')}>
        {t('records/customers/shared:create.customer')}
      </MenuItem>
      <MenuItem icon={UserPlus} shortcut="c l" onClick={() => onCreate('prospect')}>
        {t('records/customers/shared:create.prospect')}
      </MenuItem>
    </Menu>
  );
}
