import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  countNotificationsOptions,
  readNotificationMutation,
  readNotificationsMutation,
  unreadNotificationMutation,
} from '@/api/gen/@tanstack/react-query.gen';
import type { NotificationCount, NotificationOut } from '@/api/gen/types.gen';
import { changeItem, keysOf, writeAhead } from '@/lib/optimistic';

export const countQuery = { ...countNotificationsOptions(), staleTime: 30_000 } as const;

type Lists = { pages: { items: NotificationOut[] }[] } | { items: NotificationOut[] } | undefined;

/** Marks one or all; it shows at once, in the list and in the bell. */
export function useMarks() {
  const client = useQueryClient();
  const lists = () => keysOf(client, 'listNotifications');
  const settle = () =>
    Promise.all([...lists(), countQuery.queryKey].map((queryKey) => client.invalidateQueries({ queryKey })));
  const ahead = async (change: (cached: Lists) => Lists, count: (unread: number) => number) => {
    const items = await writeAhead<Lists>(client, lists(), change);
    const badge = await writeAhead<NotificationCount>(client, [countQuery.queryKey], ({ unread }) => ({
      unread: Math.max(0, count(unread)),
    }));
    return {
      undo: () => {
        items.undo();
        badge.undo();
      },
    };
  };
  const at = (id: string, read_at: string | null) => (cached: Lists) =>
    changeItem(cached, id, (item: NotificationOut) => ({ ...item, read_at }));
  const read = useMutation({
    ...readNotificationMutation(),
    onMutate: ({ path }) => ahead(at(path.notification_id, new Date().toISOString()), (unread) => unread - 1),
    onError: (_error, _variables, context) => context?.undo(),
    onSettled: settle,
  });
  const unread = useMutation({
    ...unreadNotificationMutation(),
    onMutate: ({ path }) => ahead(at(path.notification_id, null), (count) => count + 1),
    onError: (_error, _variables, context) => context?.undo(),
    onSettled: settle,
  });
  const all = useMutation({ ...readNotificationsMutation(), onSettled: settle });
  return {
    read: ({ id, read_at }: NotificationOut) => {
      if (!read_at) read.mutate({ path: { notification_id: id } });
    },
    toggle: ({ id, read_at }: NotificationOut) => (read_at ? unread : read).mutate({ path: { notification_id: id } }),
    /** Up to the newest that was shown: what comes meanwhile stays unread. */
    readAll: (newest: NotificationOut | undefined) => all.mutate({ body: { until_id: newest?.id ?? null } }),
    busy: all.isPending,
  };
}
