import type { CustomerFilter, ListCustomersData } from '@/api/gen/types.gen';

/** What the boxes of the list say: some rows, or everything that a filter finds. */
export type Selection =
  | { kind: 'ids'; ids: string[] }
  | {
      kind: 'matching';
      /** As the list asks for it. */
      query: NonNullable<ListCustomersData['query']>;
      /** The same as bulk edits, exports and views take it. */
      filter: CustomerFilter;
      /** How many, counted up to 10,000. */
      total: number;
    };

export const NOTHING: Selection = { kind: 'ids', ids: [] };

export const isNothing = (selection: Selection) => selection.kind === 'ids' && selection.ids.length === 0;

export const countOf = (selection: Selection) => (selection.kind === 'ids' ? selection.ids.length : selection.total);
