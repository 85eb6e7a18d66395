import { collect, type Name } from './collect';

/** A kind of notification, as it is called where a person chooses what to be told. */
export type Notice = {
  kind: string;
  order: number;
  label: Name;
  /** Whatever else is chosen, it is mailed at once too. */
  mailed?: boolean;
};

export const notices = collect(
  import.meta.glob<Notice | readonly Notice[]>('../features/*/*/notices.ts', { eager: true, import: 'default' }),
);
