import { queryOptions } from '@tanstack/react-query';

export type Check = { name: string; ok: boolean; detail: string };
export type Health = { state: 'ready' | 'degraded' | 'unreachable'; version: string; checks: Check[] };

/**
 * Reads `GET /health/ready`: `{status, version, database: "ok", redis: "unreachable", …}`, where every further member is
 * a part and its state. The page stays honest in front of a broken server: only a 200 with every part `ok` is ready.
 */
export function readHealth(status: number, body: unknown): Health {
  const answer = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  const parts = answer.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const checks = parts
    .filter(([name]) => name !== 'status' && name !== 'version')
    .map(([name, state]) => ({ name, ok: state === 'ok', detail: state }));
  const ready = status === 200 && checks.every((check) => check.ok);
  return { state: ready ? 'ready' : 'degraded', version: Object.fromEntries(parts).version ?? '', checks };
}

async function fetchHealth({ signal }: { signal: AbortSignal }): Promise<Health> {
  const response = await fetch('/health/ready', { signal, headers: { Accept: 'application/json' } }).catch(() => null);
  if (!response) return { state: 'unreachable', version: '', checks: [] };
  return readHealth(response.status, await response.json().catch(() => null));
}

/** Asked again every five seconds while the page is in view. */
export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: fetchHealth,
  refetchInterval: 5_000,
  staleTime: 0,
});

/**
 * True where the development mailbox answers. Any unknown address answers with this very page, so a page that holds our
 * own root element is not a mailbox.
 */
export const mailboxQuery = queryOptions({
  queryKey: ['mailbox'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }) => {
    const response = await fetch('/dev/mail', { signal });
    return response.ok && !(await response.text()).includes('id="atrium"');
  },
});
