import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { follow, type LiveEvent } from '@/api/live';
import { meQuery } from '@/api/session';
import { isShort } from '@/lib/optimistic';
import { concerned } from './concerned';

const GATHER_MS = 120;
const BUSY_MS = 400;

/** Asks again for what was changed elsewhere, and for nothing else. Shows nothing itself. */
export function Live() {
  const client = useQueryClient();
  useEffect(() => {
    const { heard, stop } = refresher(client);
    // Refused: most likely the session has ended, and asking who we are makes the shell say so.
    const unfollow = follow(heard, () => void client.invalidateQueries({ queryKey: meQuery.queryKey }));
    return () => {
      unfollow();
      stop();
    };
  }, [client]);
  return null;
}

/** Gathers what comes together. While something of our own is being saved it waits, so that no answer from before shows. */
export function refresher(client: QueryClient) {
  let waiting: LiveEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = () => {
    if (client.isMutating()) {
      timer = setTimeout(refresh, BUSY_MS);
      return;
    }
    const events = waiting;
    waiting = [];
    timer = undefined;
    const touched = ({ queryKey }: { queryKey: QueryKey }) => events.some((event) => concerned(event, queryKey));
    void client.invalidateQueries({ predicate: (query) => touched(query) && isShort(query) });
    void client.invalidateQueries({ predicate: (query) => touched(query) && !isShort(query), refetchType: 'none' });
  };
  return {
    heard: (event: LiveEvent) => {
      waiting.push(event);
      timer ??= setTimeout(refresh, GATHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
