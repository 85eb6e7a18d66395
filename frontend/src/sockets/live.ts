/** Which reads of the API an event from the stream makes stale, by the names of the operations. */
export type LiveReads = {
  /** With any change of any customer. */
  lists?: readonly string[];
  /** With any change of the customer they are about. */
  ofCustomer?: readonly string[];
  /** With changes of one kind of the customer they are about. */
  ofKind?: Record<string, readonly string[]>;
  /** When something of the workspace itself was changed. */
  ofWorkspace?: readonly string[];
  /** When a notification came. */
  ofNotifications?: readonly string[];
};

const files = Object.values(import.meta.glob<LiveReads>('../features/*/*/live.ts', { eager: true, import: 'default' }));

const all = (part: Exclude<keyof LiveReads, 'ofKind'>): ReadonlySet<string> =>
  new Set(files.flatMap((reads) => reads[part] ?? []));

export const liveReads = {
  lists: all('lists'),
  ofCustomer: all('ofCustomer'),
  ofKind: (kind: string, operation: string) => files.some(({ ofKind }) => ofKind?.[kind]?.includes(operation)),
  ofWorkspace: all('ofWorkspace'),
  ofNotifications: all('ofNotifications'),
};
