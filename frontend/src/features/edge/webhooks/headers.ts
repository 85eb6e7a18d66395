import type { WebhookEndpointPatch } from '@/api/gen/types.gen';

/** One line of the editor. `kept`: it is saved already, and its value is not known here. */
export type HeaderLine = { key: number; name: string; value: string; kept: boolean };

let serial = 0;
export const newLine = (name = '', kept = false): HeaderLine => ({ key: ++serial, name, value: '', kept });

/** The headers to send for what the lines say: changed ones with their value, removed ones null. */
export function headerChanges(saved: readonly string[], lines: readonly HeaderLine[]): WebhookEndpointPatch['headers'] {
  const named = lines.filter(({ name }) => name.trim());
  const left = new Set(named.map(({ name }) => name.trim()));
  const removed = saved.filter((name) => !left.has(name)).map((name) => [name, null] as const);
  const set = named
    .filter(({ kept, value }) => !kept || value !== '')
    .map(({ name, value }) => [name.trim(), value] as const);
  return Object.fromEntries([...removed, ...set]);
}
