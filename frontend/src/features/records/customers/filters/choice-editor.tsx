import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allFolders } from '@/api/catalogues';
import type { CustomerFilter } from '@/api/gen/types.gen';
import { Segmented } from '@/ui/segmented';
import { withDescendants } from '../shared/query';
import { ChoiceList } from './choice-list';
import { type Choice, valuesOf, withTagMode, withValues } from './parts';
import { useChoices } from './use-choices';

type Props = { choice: Choice; filter: CustomerFilter; onChange: (filter: CustomerFilter) => void };

/** Chooses the values of one part of the filter; every box counts at once. */
export function ChoiceEditor(props: Props) {
  const tags = props.choice === 'allTags' || props.choice === 'anyTags';
  return tags ? <TagsEditor {...props} /> : <Choices {...props} />;
}

/** Tags, and whether customers have all of them or any. */
function TagsEditor({ choice, filter, onChange }: Props) {
  const { t } = useTranslation('records/customers');
  const [mode, setMode] = useState<'allTags' | 'anyTags'>(choice === 'anyTags' ? 'anyTags' : 'allTags');
  return (
    <div className="flex flex-col gap-2">
      <Segmented
        label={t('filters.tagMode')}
        value={mode}
        onValueChange={(next) => {
          setMode(next);
          onChange(withTagMode(filter, next));
        }}
        items={[
          { value: 'allTags', label: t('filters.all') },
          { value: 'anyTags', label: t('filters.any') },
        ]}
      />
      <Choices choice={mode} filter={filter} onChange={onChange} />
    </div>
  );
}

/** A folder brings those below it. */
function Choices({ choice, filter, onChange }: Props) {
  const { t } = useTranslation('records/customers');
  const { items, isPending } = useChoices(choice);
  const folders = useQuery({ ...allFolders, enabled: choice === 'folder' });
  const values = valuesOf(filter, choice);
  const toggle = (id: string, on: boolean) => {
    const touched = choice === 'folder' ? withDescendants(folders.data ?? [], id) : [id];
    const rest = values.filter((each) => !touched.includes(each));
    onChange(withValues(filter, choice, on ? [...rest, ...touched] : rest));
  };
  return (
    <ChoiceList
      label={t(`filters.names.${choice}`)}
      items={items}
      isPending={isPending}
      values={values}
      onToggle={toggle}
    />
  );
}
