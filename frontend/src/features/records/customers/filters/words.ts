import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getCustomerOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { CustomFieldOut, FieldCondition } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { isTime, wordsOf } from './fields';
import type { Choice } from './parts';
import { useChoices } from './use-choices';

const MOST_NAMES = 3;

/** "Ana, Luis or 2 more". */
export function useListed(): (names: string[], all?: boolean) => string {
  const { t, i18n } = useTranslation('records/customers');
  return (names, all = false) => {
    const rest = names.length - MOST_NAMES;
    const shown = rest > 0 ? [...names.slice(0, MOST_NAMES), t('filters.others', { count: rest })] : names;
    return new Intl.ListFormat(i18n.resolvedLanguage, { type: all ? 'conjunction' : 'disjunction' }).format(shown);
  };
}

/** One part of the filter in words. A value that is gone, or hidden from this reader, says so. */
export function useChoiceWords(choice: Choice, values: string[]): string {
  const { t } = useTranslation('records/customers');
  const { items, isPending } = useChoices(choice);
  const listed = useListed();
  const names = values.map((value) => {
    const found = items.find(({ id }) => id === value);
    return found?.name ?? (isPending ? '…' : t('filters.gone'));
  });
  return t(`filters.says.${choice}`, { values: listed(names, choice === 'allTags') });
}

/** A condition on a custom field in words. */
export function useConditionWords(field: CustomFieldOut | undefined, condition: FieldCondition | undefined): string {
  const { t, i18n } = useTranslation(['records/customers', 'records/custom-fields']);
  const place = { ...usePlace(), language: i18n.resolvedLanguage };
  const listed = useListed();
  const members = useChoices(field?.type === 'member' ? 'worker' : null);
  const [first = ''] = condition?.values ?? [];
  const customer = useQuery({
    ...getCustomerOptions({ path: { customer_id: first } }),
    enabled: field?.type === 'customer' && first !== '',
    retry: false,
  });
  if (!field || !condition) return t('filters.goneField');
  const nameOf = (value: string): string => {
    if (field.type === 'member') return members.items.find(({ id }) => id === value)?.name ?? '…';
    if (field.type === 'customer') return customer.data?.name ?? '…';
    if (field.type === 'checkbox')
      return t(value === 'true' ? 'records/custom-fields:yes' : 'records/custom-fields:no');
    return wordsOf(field, value, place);
  };
  const how = t(`filters.ops.${isTime(field.type) ? 'time' : 'plain'}.${condition.op}`);
  return [field.label, how, listed((condition.values ?? []).map(nameOf))].filter(Boolean).join(' ');
}
