import type { CustomerOut, CustomerPatch, Overview } from '@/api/gen/types.gen';

/** One change of a customer: what is sent, how it shows at once, and what takes it back. */
export type CustomerChange = {
  patch: CustomerPatch;
  /** The patch that undoes it. */
  back: CustomerPatch;
  apply: (customer: CustomerOut) => CustomerOut;
  /** Shows it as it was. */
  revert: (customer: CustomerOut) => CustomerOut;
  /** Reads what was changed, as text, to tell whether somebody else changed the very same thing. */
  read: (customer: CustomerOut) => string;
  /** "Renewal" */
  label: string;
  /** Said when it is saved. */
  saved: string;
};

export type SaveChange = (change: CustomerChange) => void;

/** Whether the person may do this with the customer. */
export const mayWith = ({ capabilities }: Overview, key: Overview['capabilities'][number]['key']): boolean =>
  capabilities.some((capability) => capability.key === key && capability.allowed);

/** A folder may hide a section of its customers; null hides nothing. */
export const showsSection = ({ sections }: Overview, section: string): boolean =>
  !sections || sections.includes(section);
