import { type DragEvent, useState } from 'react';
import type { CustomerOut } from '@/api/gen/types.gen';
import type { Movable } from '@/features/records/folders/shared/use-move';

const TYPE = 'application/x-atrium-customer';

/** A row of the list is a link, which can be dragged as it is; what it stands for goes along. */
export function dragCustomer(event: DragEvent, { id, name, folder, status }: CustomerOut): void {
  event.dataTransfer.setData(TYPE, JSON.stringify({ id, name, folder, status } satisfies Movable));
  event.dataTransfer.effectAllowed = 'copyMove';
}

/** Places that take customers; `over` is the one that would take what is held now. */
export function useCustomerDrop(onDrop: (customer: Movable, place: string) => void) {
  const [over, setOver] = useState<string | null>(null);
  const target = (place: string) => ({
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(TYPE)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
      setOver(place);
    },
    onDragLeave: () => setOver((before) => (before === place ? null : before)),
    onDrop: (event: DragEvent) => {
      setOver(null);
      const held = event.dataTransfer.getData(TYPE);
      if (!held) return;
      event.preventDefault();
      onDrop(JSON.parse(held) as Movable, place);
    },
  });
  return { over, target };
}
