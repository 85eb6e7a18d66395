import type { ReactNode } from 'react';
import type { CustomerOut, CustomFieldOut } from '@/api/gen/types.gen';
import type { Column } from '@/components/data-table/layout';
import { isEmpty, type Place, textOf } from '@/features/records/custom-fields/shared/text';
import { Badge } from '@/ui/badge';
import { isFilterable } from '../filters/fields';
import { CopyCell, CustomerCell, Marked, MemberCell } from './cells';

type Words = { yes: string; no: string };
const NUMBERS = ['number', 'currency', 'percent'];

/** One column for each custom field that the reader may see. */
export const fieldColumns = (fields: CustomFieldOut[], place: Place, words: Words): Column<CustomerOut>[] =>
  fields
    .filter(({ viewable }) => viewable)
    .map((field) => ({
      id: `field.${field.key}`,
      name: field.label,
      align: NUMBERS.includes(field.type) ? 'end' : 'start',
      sortable: isFilterable(field) && field.type !== 'multi_select',
      initiallyHidden: true,
      cell: (row) => shown(field, row.custom_fields[field.key], place, words),
    }));

function shown(field: CustomFieldOut, value: unknown, place: Place, words: Words): ReactNode {
  if (isEmpty(value)) return null;
  const here = { ...place, currency: field.validation.currency ?? place.currency };
  switch (field.type) {
    case 'checkbox':
      return value === true ? words.yes : words.no;
    case 'member':
      return <MemberCell id={String(value)} />;
    case 'customer':
      return <CustomerCell id={String(value)} />;
    case 'email':
    case 'phone':
      return <CopyCell text={String(value)} />;
    case 'select': {
      const option = field.options.find(({ key }) => key === value);
      return <Marked colour={option?.colour}>{option?.label ?? String(value)}</Marked>;
    }
    case 'multi_select':
      return (
        <span className="flex gap-1">
          {(Array.isArray(value) ? value : [value]).map((key) => (
            <Badge key={String(key)}>{textOf({ ...field, type: 'select' }, key, here)}</Badge>
          ))}
        </span>
      );
    case 'follow_up': {
      const overdue = Date.parse(String(value)) < Date.now();
      return <span className={overdue ? 'text-danger-ink' : undefined}>{textOf(field, value, here)}</span>;
    }
    default:
      return textOf(field, value, here);
  }
}
