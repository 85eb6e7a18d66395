import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listEventTypesOptions } from '@/api/gen/@tanstack/react-query.gen';
import { MultiCombobox } from '@/ui/combobox';
import { chosenOptions, patternOptions, tidy } from './patterns';

/** Which events: all, families, or single types, found by typing. */
export function EventPicker({ value, onChange }: { value: readonly string[]; onChange: (next: string[]) => void }) {
  const { t } = useTranslation('edge/webhooks');
  const types = useQuery({ ...listEventTypesOptions(), staleTime: Number.POSITIVE_INFINITY });
  const options = patternOptions(types.data?.items ?? [], {
    all: t('allEvents'),
    family: (family) => t('family', { family }),
  });
  return (
    <MultiCombobox
      items={options}
      loading={types.isPending}
      value={chosenOptions(options, value)}
      onValueChange={(chosen) => onChange(tidy(chosen.map(({ id }) => id)))}
    />
  );
}
