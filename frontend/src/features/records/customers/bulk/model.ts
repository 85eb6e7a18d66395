import type { BulkIn, CustomerOut, CustomFieldOut, FolderOut, MovePlan, StatusOut } from '@/api/gen/types.gen';
import type { Selection } from '@/sockets/selection';

export type BulkAction = BulkIn['action'];
/** From this many on, deleting asks for the number to be typed. */
export const MASS = 20;

export const targetOf = (selection: Selection): BulkIn['selection'] =>
  selection.kind === 'ids' ? { customer_ids: selection.ids } : { filter: selection.filter };

type Face = { name: string; colour: string };
export type StatusChange = {
  /** Null: they have none. */
  from: Face | null;
  /** How many of the selection have it; null when that is not known. */
  count: number | null;
  to: Face | null;
  how: MovePlan['status_found'];
};

/** What a move makes of each status: the chosen one, else one of the same name, else the default. As the server does it. */
export function statusChanges(
  before: readonly { status: Face | null; count: number | null }[],
  target: Pick<FolderOut, 'statuses'> | null,
  chosen: string | null,
): StatusChange[] {
  const statuses = target?.statuses ?? [];
  const given = statuses.find(({ id }) => id === chosen);
  const standard = statuses.find(({ is_default }) => is_default);
  const same = (name: string | undefined) =>
    statuses.find((status) => status.name.toLowerCase() === name?.toLowerCase());
  return before.map(({ status, count }) => {
    const named = same(status?.name);
    const to = given ?? named ?? standard ?? null;
    const how = given ? 'given' : named ? 'same_name' : standard ? 'default' : 'none';
    return { from: status, count, to, how };
  });
}

/** The statuses of customers, the most frequent first. */
export function statusesOf(customers: readonly Pick<CustomerOut, 'status'>[]) {
  const found = new Map<string, { status: CustomerOut['status']; count: number }>();
  for (const { status } of customers) {
    const key = status?.name.toLowerCase() ?? '';
    const known = found.get(key);
    if (known) known.count++;
    else found.set(key, { status, count: 1 });
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

/** Every status a filter could find, each name once. */
export function statusesIn(folders: readonly Pick<FolderOut, 'id' | 'statuses'>[], within: readonly string[] = []) {
  const found = new Map<string, { status: StatusOut; count: null }>();
  for (const folder of folders) {
    if (within.length && !within.includes(folder.id)) continue;
    for (const status of folder.statuses) {
      const key = status.name.toLowerCase();
      if (!found.has(key)) found.set(key, { status, count: null });
    }
  }
  return [...found.values()];
}

/** Fields without which nobody may lie in a folder. */
export const neededIn = (fields: readonly CustomFieldOut[], folderId: string | null) =>
  folderId
    ? fields.filter(({ required, folder_ids }) => required && (!folder_ids || folder_ids.includes(folderId)))
    : [];

export type Failure = { customerId: string; code: string; reason: string };

/** Failures by what was said, the most frequent first: one cause usually explains most. */
export function byReason(failures: readonly Failure[]): { reason: string; customerIds: string[] }[] {
  const found = new Map<string, string[]>();
  for (const { customerId, code, reason } of failures) {
    const said = reason || code;
    found.set(said, [...(found.get(said) ?? []), customerId]);
  }
  return [...found]
    .map(([reason, customerIds]) => ({ reason, customerIds }))
    .sort((a, b) => b.customerIds.length - a.customerIds.length);
}
