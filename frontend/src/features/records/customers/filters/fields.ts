import type { CustomFieldOut, FieldCondition } from '@/api/gen/types.gen';
import { type Place, textOf } from '@/features/records/custom-fields/shared/text';

export type Operator = FieldCondition['op'];
export type Field = Pick<CustomFieldOut, 'type' | 'options' | 'validation'>;

const EITHER = ['exists', 'missing'] as const;
const WORDS = ['contains', 'eq', ...EITHER] as const;
const CHOICES = ['in', ...EITHER] as const;
const ORDERED = ['eq', 'gt', 'gte', 'lt', 'lte', ...EITHER] as const;

/** What each type can be asked, the usual first. Types that are missing cannot be filtered by. */
export const OPERATORS: Partial<Record<CustomFieldOut['type'], readonly Operator[]>> = {
  text: WORDS,
  email: WORDS,
  phone: WORDS,
  url: WORDS,
  select: CHOICES,
  multi_select: CHOICES,
  member: CHOICES,
  customer: CHOICES,
  number: ORDERED,
  currency: ORDERED,
  percent: ORDERED,
  date: ['gte', 'lte', 'eq', 'gt', 'lt', ...EITHER],
  date_time: ['gte', 'lte', ...EITHER],
  follow_up: ['lte', 'gte', ...EITHER],
  checkbox: ['eq', ...EITHER],
};

/** Days and moments are "before" and "after", not "less". */
export const isTime = (type: CustomFieldOut['type']) => ['date', 'date_time', 'follow_up'].includes(type);

export const isFilterable = (field: Pick<CustomFieldOut, 'type' | 'filterable' | 'filter_ready' | 'viewable'>) =>
  field.viewable && field.filterable && field.filter_ready && field.type in OPERATORS;

export const inField = (field: Field, place: Place): Place => ({
  ...place,
  currency: field.validation.currency ?? place.currency,
});

/** A condition's value as the field keeps it. */
export const keptOf = (field: Field, value: string): unknown =>
  field.type === 'currency' ? { amount_minor: Number(value) } : value;

/** A value of a condition as people read it; members and customers stay ids. */
export const wordsOf = (field: Field, value: string, place: Place): string =>
  textOf(
    { ...field, type: field.type === 'multi_select' ? 'select' : field.type },
    keptOf(field, value),
    inField(field, place),
  );
