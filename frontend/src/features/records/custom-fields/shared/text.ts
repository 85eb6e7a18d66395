import type { CustomFieldOut } from '@/api/gen/types.gen';
import { formatMoney, formatNumber, formatPercent } from '@/lib/format';
import { formatDay, formatTime } from '@/lib/time';

export const ADDRESS_PARTS = ['street', 'city', 'region', 'postal_code', 'country'] as const;
/** Where amounts and times are read: the workspace's zone and the field's currency. */
export type Place = { timeZone: string; currency: string; language?: string };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** A value as people read it; ids of members and customers stay ids. */
export function textOf(field: Pick<CustomFieldOut, 'type' | 'options'>, value: unknown, place: Place): string {
  if (isEmpty(value)) return '';
  const { language, timeZone, currency } = place;
  const labelOf = (key: unknown) => field.options.find((option) => option.key === key)?.label ?? String(key);
  switch (field.type) {
    case 'number':
      return formatNumber(Number(value), language);
    case 'percent':
      return formatPercent(Number(value) / 100, language);
    case 'currency':
      return isRecord(value)
        ? formatMoney(Number(value.amount_minor), String(value.currency ?? currency), language)
        : '';
    case 'date':
      return formatDay(String(value), { language });
    case 'date_time':
    case 'follow_up':
      return formatTime(String(value), { language, timeZone });
    case 'select':
      return labelOf(value);
    case 'multi_select':
      return Array.isArray(value) ? value.map(labelOf).join(', ') : '';
    case 'address':
      return isRecord(value)
        ? ADDRESS_PARTS.flatMap((part) => (value[part] ? [String(value[part])] : [])).join(', ')
        : '';
    default:
      return String(value);
  }
}
