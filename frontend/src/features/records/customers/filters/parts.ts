import type { CustomerFilter, FieldCondition } from '@/api/gen/types.gen';

/** The parts of a filter that are lists of choices, in the order in which the sentence names them. */
export const CHOICES = ['lifecycle', 'folder', 'status', 'allTags', 'anyTags', 'owner', 'worker'] as const;
export type Choice = (typeof CHOICES)[number];

const PLAIN = {
  lifecycle: 'lifecycle',
  status: 'status_id',
  allTags: 'all_tag_id',
  anyTags: 'tag_id',
  owner: 'owner_id',
  worker: 'worker_id',
} as const;
/** The choice of those that lie in no folder. */
export const NO_FOLDER = 'none';

export const valuesOf = (filter: CustomerFilter, choice: Choice): string[] =>
  choice === 'folder'
    ? [...(filter.folder_id ?? []), ...(filter.no_folder ? [NO_FOLDER] : [])]
    : (filter[PLAIN[choice]] ?? []);

export function withValues(filter: CustomerFilter, choice: Choice, values: string[]): CustomerFilter {
  if (choice !== 'folder') return { ...filter, [PLAIN[choice]]: values };
  const folders = values.filter((each) => each !== NO_FOLDER);
  return { ...filter, folder_id: folders, no_folder: values.includes(NO_FOLDER) };
}

export const withCondition = (filter: CustomerFilter, at: number, condition: FieldCondition | null): CustomerFilter => {
  const fields = [...(filter.fields ?? [])];
  fields.splice(at, 1, ...(condition ? [condition] : []));
  return { ...filter, fields };
};

/** Any of the tags, or all of them: what is chosen goes along. */
export const withTagMode = (filter: CustomerFilter, mode: 'allTags' | 'anyTags'): CustomerFilter => {
  const chosen = [...new Set([...valuesOf(filter, 'allTags'), ...valuesOf(filter, 'anyTags')])];
  const other = mode === 'allTags' ? 'anyTags' : 'allTags';
  return withValues(withValues(filter, mode, chosen), other, []);
};
