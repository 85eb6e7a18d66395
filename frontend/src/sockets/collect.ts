import type { ParseKeys } from 'i18next';

/** A short text of a capability's `names.{en,es}.json`, such as `records/notes.profile`. */
export type Name = ParseKeys<'names'>;

/** What every capability put into the socket files of one name, in the order of their numbers. */
export const collect = <E extends { order: number }>(files: Record<string, E | readonly E[]>): readonly E[] =>
  Object.values(files)
    .reduce<E[]>((all, entries) => all.concat(entries), [])
    .sort((a, b) => a.order - b.order);
