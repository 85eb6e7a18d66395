import type { TFunction } from 'i18next';
import type { CustomerFeaturesOut, Overview } from '@/api/gen/types.gen';
import type { Problem } from '@/lib/problem';

export type LockContext = {
  overview: Overview;
  /** What the customer may use; undefined while that is not known, or may not be. */
  features?: CustomerFeaturesOut;
  permissions: readonly string[];
  t: TFunction<['names', 'components']>;
};

/** What has to be settled before something opens, in the shape of the server's `unmet`, so that what it says itself can be passed on. */
export type Lock = (context: LockContext) => Problem['unmet'];

export const allOf =
  (...locks: Lock[]): Lock =>
  (context) =>
    locks.flatMap((lock) => lock(context));
