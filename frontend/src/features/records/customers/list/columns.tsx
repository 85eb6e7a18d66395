import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { allFields } from '@/api/catalogues';
import type { CustomerOut } from '@/api/gen/types.gen';
import { useMay, usePlace } from '@/api/session';
import type { Column } from '@/components/data-table/layout';
import { Highlight } from '@/components/highlight';
import { RelativeTime } from '@/components/relative-time';
import type { Place } from '@/features/records/custom-fields/shared/text';
import { formatDate, formatTime } from '@/lib/time';
import { CopyCell, Marked, NameCell, PeopleCell, TagsCell } from './cells';
import { fieldColumns } from './field-columns';

const TrashActions = lazy(() => import('./trash-actions').then((module) => ({ default: module.TrashActions })));

type CustomerColumn = Column<CustomerOut>;
type Words = TFunction<readonly ['records/customers', 'records/customers/shared']>;
type Made = Omit<CustomerColumn, 'id' | 'name' | 'cell'>;
const HIDDEN: Made = { initiallyHidden: true };

/** Every column by its name in the contract's views. Those at the beginning are the standard ones. */
function standard(t: Words, place: Place, query: string | undefined): CustomerColumn[] {
  const column = (id: string, cell: (row: CustomerOut) => ReactNode, more: Made = HIDDEN): CustomerColumn => ({
    id,
    name: t(`columns.${id}` as 'columns.name'),
    cell,
    ...more,
  });
  const moment = (at: string | null) => at && <span title={formatTime(at, place)}>{formatDate(at, place)}</span>;
  const phoneOf = ({ phones, phone }: CustomerOut) =>
    (phones.find(({ number }) => number === phone) ?? phones[0])?.display;
  return [
    column('name', (row) => <NameCell customer={row} query={query} />, {
      width: 260,
      minWidth: 140,
      sortable: true,
      fixed: true,
      initiallyPinned: true,
    }),
    column('id', ({ id }) => <CopyCell text={id} mono />, { width: 120 }),
    column('email', ({ email }) => <CopyCell text={email} query={query} />, { width: 240 }),
    column('location', ({ location }) => location && <Highlight text={location} query={query} />, {}),
    column('phone', (row) => <CopyCell text={row.phone} shown={phoneOf(row)} query={query} />, {}),
    column('status', ({ status }) => status && <Marked colour={status.colour}>{status.name}</Marked>, {}),
    column('tags', ({ tags }) => <TagsCell tags={tags} />, { width: 220 }),
    column('last_activity_at', (row) => <RelativeTime at={row.last_activity_at} timeZone={place.timeZone} />, {
      sortable: true,
    }),
    column('folder', ({ folder }) => folder && <Marked colour={folder.colour}>{folder.name}</Marked>),
    column('owner', ({ owner }) => owner && <PeopleCell people={[owner]} />),
    column('workers', ({ workers }) => <PeopleCell people={workers} />),
    column('created_at', ({ created_at }) => moment(created_at), { ...HIDDEN, sortable: true }),
    column('updated_at', ({ updated_at }) => moment(updated_at), { ...HIDDEN, sortable: true }),
    column('converted_at', ({ converted_at }) => moment(converted_at)),
    column('lifecycle', ({ lifecycle }) =>
      t(`records/customers/shared:lifecycle.${lifecycle === 'prospect' ? 'prospect' : 'customer'}`),
    ),
    column('kind', ({ kind }) => t(`kinds.${kind === 'company' ? 'company' : 'person'}`)),
    column('availability', ({ availability }) =>
      availability ? t(`records/customers/shared:availability.${availability as 'available'}`) : null,
    ),
    column('source', ({ source }) => source),
    column('language', ({ language }) => language && languageName(language, place.language)),
    column('time_zone', ({ time_zone }) => time_zone),
    column('external_ids', ({ external_ids }) =>
      Object.entries(external_ids)
        .map(([system, id]) => `${system} ${id}`)
        .join(', '),
    ),
    column('unread', ({ unread }) => unread && t('cells.unread')),
  ];
}

function languageName(tag: string, language: string | undefined): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** When it was deleted, and what can be done about it. */
function trashed(t: Words, place: Place): CustomerColumn[] {
  return [
    {
      id: 'deleted_at',
      name: t('columns.deleted_at'),
      cell: ({ deleted_at }) => deleted_at && <RelativeTime at={deleted_at} timeZone={place.timeZone} />,
    },
    {
      id: 'actions',
      name: t('columns.actions'),
      cell: (row) => (
        <Suspense>
          <TrashActions customer={row} />
        </Suspense>
      ),
      width: 220,
      fixed: true,
    },
  ];
}

/** All columns there are for this reader; `ready` once custom fields are among them. */
export function useListColumns(inTrash: boolean, query: string | undefined) {
  const { t, i18n } = useTranslation(['records/customers', 'records/custom-fields']);
  const { timeZone, currency } = usePlace();
  const allowed = useMay('custom_fields:read');
  const fields = useQuery({ ...allFields(), enabled: allowed });
  const language = i18n.resolvedLanguage;
  const columns = useMemo(() => {
    const place = { timeZone, currency, language };
    const [name, ...rest] = standard(t as Words, place, query);
    return [
      ...(name ? [name] : []),
      ...(inTrash ? trashed(t as Words, place) : []),
      ...rest,
      ...fieldColumns(fields.data ?? [], place, {
        yes: t('records/custom-fields:yes'),
        no: t('records/custom-fields:no'),
      }),
    ];
  }, [t, query, fields.data, timeZone, currency, language, inTrash]);
  return { columns, ready: !allowed || !fields.isPending };
}
