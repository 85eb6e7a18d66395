import { useMutation, useQueryClient } from '@tanstack/react-query';
import { allTags } from '@/api/catalogues';
import { countCustomersQueryKey, listTagGroupsQueryKey, listTagsQueryKey } from '@/api/gen/@tanstack/react-query.gen';
import { updateTag } from '@/api/gen/sdk.gen';
import type { TagOut } from '@/api/gen/types.gen';
import { writeAhead } from '@/lib/optimistic';

/** Refetches whatever shows tags. */
export function useTagsChanged() {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: listTagsQueryKey() }),
      client.invalidateQueries({ queryKey: listTagGroupsQueryKey() }),
      client.invalidateQueries({ queryKey: countCustomersQueryKey({ query: { by: 'tag' } }) }),
    ]);
}

/** As the server sorts them: by place, then by name. */
export const sortTags = <T extends { position: number; name: string }>(tags: readonly T[], by: 'name' | 'position') =>
  [...tags].sort((a, b) => (by === 'position' ? a.position - b.position : 0) || a.name.localeCompare(b.name));

/** The tags whose place is not the one this order gives them, with their new place. */
export const placesOf = (tags: readonly TagOut[], order: readonly string[]) =>
  order.flatMap((id, position) => {
    const tag = tags.find((each) => each.id === id);
    return tag && tag.position !== position ? [{ id, position }] : [];
  });

/** Puts the tags of a group into this order; shown at once. */
export function useOrderTags(tags: readonly TagOut[]) {
  const client = useQueryClient();
  const changed = useTagsChanged();
  return useMutation({
    mutationFn: async (order: string[]) => {
      for (const { id, position } of placesOf(tags, order))
        await updateTag({ path: { tag_id: id }, body: { position }, throwOnError: true });
    },
    onMutate: (order) =>
      writeAhead<TagOut[]>(client, [allTags.queryKey], (all) =>
        all.map((tag) => (order.includes(tag.id) ? { ...tag, position: order.indexOf(tag.id) } : tag)),
      ),
    onError: (_error, _order, done) => done?.undo(),
    onSettled: changed,
  });
}
