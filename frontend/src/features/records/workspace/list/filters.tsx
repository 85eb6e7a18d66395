import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { allFolders, allTags } from '@/api/catalogues';
import { Chip } from '@/ui/chip';
import { useWorkspace } from '../use-workspace';

/** What narrows the list besides folder and view, each part removable. */
export function ListFilters() {
  const { t } = useTranslation(['records/workspace', 'records/customers/shared', 'records/tags']);
  const { search, setSearch } = useWorkspace();
  const tags = useQuery({ ...allTags, enabled: !!search.tags });
  const folders = useQuery(allFolders);
  const status = folders.data?.flatMap(({ statuses }) => statuses).find(({ id }) => id === search.status);
  if (!search.tags && !search.status && !search.lifecycle) return null;
  return (
    <ul className="flex flex-wrap gap-1 px-3 pt-2">
      {search.lifecycle && (
        <li>
          <Chip onRemove={() => setSearch({ lifecycle: undefined })}>
            {t(`records/customers/shared:lifecycle.${search.lifecycle}`)}
          </Chip>
        </li>
      )}
      {search.status && (
        <li>
          <Chip
            colour={status?.colour ?? null}
            name={status?.name ?? t('records/customers/shared:profile.status')}
            onRemove={() => setSearch({ status: undefined })}
          >
            {status?.name ?? t('records/customers/shared:profile.status')}
          </Chip>
        </li>
      )}
      {search.tags?.map((id) => {
        const tag = tags.data?.find((each) => each.id === id);
        const rest = search.tags?.filter((each) => each !== id);
        return (
          <li key={id}>
            <Chip
              colour={tag?.colour ?? null}
              name={tag?.name ?? t('records/tags:title')}
              onRemove={() => setSearch({ tags: rest?.length ? rest : undefined })}
            >
              {tag?.name ?? t('records/tags:title')}
            </Chip>
          </li>
        );
      })}
    </ul>
  );
}
