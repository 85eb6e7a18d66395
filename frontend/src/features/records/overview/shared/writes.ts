import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { getOverview, updateCustomer } from '@/api/gen/sdk.gen';
import type { CustomerOut, CustomerPatch, Overview } from '@/api/gen/types.gen';
import { askAgain, changeItem, keysOf, writeAhead } from '@/lib/optimistic';
import { asProblem } from '@/lib/problem';
import type { CustomerChange } from '@/sockets/record';
import { notify } from '@/ui/toast/manager';
import { overviewKey } from './queries';

type CachedList = { pages: { items: CustomerOut[] }[] } | { items: CustomerOut[] } | undefined;

export type ConflictState = { label: string; theirs: string; mine: string; keepMine: () => void } | null;

/** After a write, everything that may show it is asked again: the profile, lists, counts. */
export function useRefresh(customerId: string): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: overviewKey(customerId) }),
      askAgain(client, ['listCustomers', 'countCustomers', 'listTimeline']),
    ]);
}

/** After customers came or went: the lists and counts alone, because asking for a profile that is gone would be an error. */
export function useRefreshLists(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => askAgain(client, ['listCustomers', 'countCustomers']);
}

/** Shows a change of a customer in the profile and every list at once; `undo` puts all back. */
export function useShowAhead(customerId: string) {
  const client = useQueryClient();
  return async (apply: (customer: CustomerOut) => CustomerOut) => {
    const lists = await writeAhead<CachedList>(client, keysOf(client, 'listCustomers'), (cached) =>
      changeItem(cached, customerId, apply),
    );
    const profile = await writeAhead<Overview>(client, [overviewKey(customerId)], (cached) => ({
      ...cached,
      customer: apply(cached.customer),
    }));
    return () => {
      lists.undo();
      profile.undo();
    };
  };
}

const versionIn = (response: Response): number => Number(/\d+/.exec(response.headers.get('ETag') ?? '')?.[0] ?? 0);

/**
 * Writes fields of a customer one after the other, each with the version it was seen at. When somebody else changed another
 * field meanwhile ours is sent again; when it was the same field, both values are shown and the person chooses.
 */
export function useCustomerWriter(customerId: string) {
  const client = useQueryClient();
  const showAhead = useShowAhead(customerId);
  const refresh = useRefresh(customerId);
  const [conflict, setConflict] = useState<ConflictState>(null);
  const key = overviewKey(customerId);
  const setVersion = (version: number) =>
    client.setQueryData<Overview>(key, (cached) => cached && { ...cached, version });

  const send = async (patch: CustomerPatch, version: number | undefined) => {
    const headers = version ? { 'If-Match': `"${version}"` } : {};
    const answer = await updateCustomer({
      path: { customer_id: customerId },
      body: patch,
      headers,
      throwOnError: true,
    });
    setVersion(versionIn(answer.response));
  };

  const { mutate } = useMutation({
    scope: { id: `customer-${customerId}` },
    meta: { inline: true },
    mutationFn: async ({ change, before }: { change: CustomerChange; before: string; undo: () => void }) => {
      try {
        await send(change.patch, client.getQueryData<Overview>(key)?.version);
        return 'saved' as const;
      } catch (thrown) {
        if (asProblem(thrown).status !== 412) throw thrown;
        const { data: now } = await getOverview({ path: { customer_id: customerId }, throwOnError: true });
        const theirs = change.read(now.customer);
        const mine = change.read(change.apply(now.customer));
        if (theirs === before || theirs === mine) {
          await send(change.patch, now.version);
          return 'saved' as const;
        }
        setConflict({ label: change.label, theirs, mine, keepMine: () => void save(change, theirs, now.version) });
        return 'conflict' as const;
      }
    },
    onSuccess: (outcome, { change, undo }) => {
      if (outcome === 'conflict') return undo();
      notify({
        id: `saved-${customerId}`,
        title: change.saved,
        undo: () =>
          void save({ ...change, patch: change.back, back: change.patch, apply: change.revert, revert: change.apply }),
      });
    },
    onError: (thrown, { undo }) => {
      undo();
      const { code, errors, detail, title } = asProblem(thrown);
      if (code === 'unauthenticated') return; // the shell says so
      notify({ title: errors[0]?.message ?? (detail || title), tone: 'danger' });
    },
    onSettled: () => void refresh(),
  });

  async function save(change: CustomerChange, seen?: string, version?: number) {
    const cached = client.getQueryData<Overview>(key);
    const before = seen ?? (cached ? change.read(cached.customer) : '');
    if (version) setVersion(version);
    const undo = await showAhead(change.apply);
    mutate({ change, before, undo });
  }
  return { save: (change: CustomerChange) => void save(change), conflict, endConflict: () => setConflict(null) };
}
