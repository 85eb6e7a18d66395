import { useEffect, useEffectEvent, useRef, useState } from 'react';
import MoveDialog from '@/features/records/folders/shared/move-dialog';
import { type Movable, type Target, useMove } from '@/features/records/folders/shared/use-move';

export type Dropped = { customer: Movable; to: Target };

/** Moves a customer that was dropped on a folder; where the folder wants something filled in, it is asked for. */
export default function DroppedCustomer({ customer, to, onEnd }: Dropped & { onEnd: () => void }) {
  const { drop } = useMove();
  const [asking, setAsking] = useState(false);
  const begun = useRef(false);
  const run = useEffectEvent(async () => {
    if (begun.current) return;
    begun.current = true;
    const plan = await drop(customer, to);
    if (plan) setAsking(true);
    else onEnd();
  });
  useEffect(() => {
    void run();
  }, []);
  return asking && <MoveDialog customer={customer} initial={to.id ?? 'none'} onClose={onEnd} />;
}
