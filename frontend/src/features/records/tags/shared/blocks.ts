import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { allGroups, allTags } from '@/api/catalogues';
import type { TagGroupOut, TagOut } from '@/api/gen/types.gen';

/** A group, or those without one, with all its tags and the ones a search leaves. */
export type TagBlock = { group: TagGroupOut | null; own: TagOut[]; shown: TagOut[] };

/** All tags by group; a search looks inside every group, and one that names a group keeps all of it. */
export function useTagBlocks(typed: string, among: (tag: TagOut) => boolean = () => true) {
  const { i18n } = useTranslation('records/tags');
  const tags = useQuery(allTags);
  const groups = useQuery(allGroups);
  const plain = (text: string) => text.toLocaleLowerCase(i18n.resolvedLanguage);
  const query = plain(typed.trim());
  const blocks = [...(groups.data ?? []), null]
    .map((group): TagBlock => {
      const own = (tags.data ?? []).filter((tag) => tag.group_id === (group?.id ?? null) && among(tag));
      const named = group && plain(group.name).includes(query);
      const shown = own
        .filter(({ name }) => named || plain(name).includes(query))
        .sort((a, b) =>
          group?.sort === 'position' ? a.position - b.position : a.name.localeCompare(b.name, i18n.resolvedLanguage),
        );
      return { group, own, shown };
    })
    .filter(({ shown }) => shown.length > 0);
  return { tags, blocks, query };
}
