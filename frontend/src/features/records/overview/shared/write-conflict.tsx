import { lazy, Suspense } from 'react';
import type { ConflictState } from './writes';

const Conflict = lazy(() => import('@/components/conflict').then(({ Conflict }) => ({ default: Conflict })));

/** Beside whatever uses `useCustomerWriter`: when two changed the same thing, both values and the choice. */
export function WriteConflict({ conflict, endConflict }: { conflict: ConflictState; endConflict: () => void }) {
  return (
    <Suspense>
      {conflict && (
        <Conflict
          open
          changes={[conflict]}
          onKeepTheirs={endConflict}
          onKeepMine={() => {
            endConflict();
            conflict.keepMine();
          }}
        />
      )}
    </Suspense>
  );
}
