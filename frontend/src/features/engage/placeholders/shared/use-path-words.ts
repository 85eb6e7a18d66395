import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomFieldOut } from '@/api/gen/types.gen';

/** A name of the contract that nobody has translated is still readable. */
export const humane = (name: string) => name.replace(/[._]/g, ' ');

/** What a path such as `customer.owner` is called. */
export function usePathWords(fields: readonly Pick<CustomFieldOut, 'key' | 'label'>[]): (path: string) => string {
  const { t } = useTranslation('engage/placeholders/shared');
  return useCallback(
    (full: string): string => {
      const name = full.replace(/^(customer|trigger\.changes)\./, '');
      const own = /^(?:custom_fields)\.(.+)$/.exec(name)?.[1];
      if (own) return fields.find(({ key }) => key === own)?.label ?? own;
      if (full.startsWith('trigger.data.')) return t('ofEvent', { name: humane(full.slice('trigger.data.'.length)) });
      if (full.startsWith('steps.')) return t('ofStep', { name: full.slice('steps.'.length) });
      return t(`paths.${name.replace(/\./g, '_')}` as 'paths.name', { defaultValue: humane(name) });
    },
    [t, fields],
  );
}
