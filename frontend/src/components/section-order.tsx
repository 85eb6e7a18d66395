import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { inOrder, type Place, putAt, putBeside } from '@/lib/order';
import { useRemembered } from '@/lib/storage';

type Placed = {
  id: string;
  kind: string;
  index: number;
  count: number;
  moveTo: (index: number) => void;
  dropBeside: (source: string, place: Place) => void;
};

const Context = createContext<Placed | null>(null);

/** Where the section stands among others that can be put in another order; null where they cannot. */
export const usePlaced = () => useContext(Context);

const isList = (value: unknown): value is string[] => Array.isArray(value);

/** Sections in the order this person gave them; new ones come last. `name` is what the order is remembered under. */
export function SectionOrder({
  name,
  sections,
}: {
  name: string;
  sections: readonly { id: string; node: ReactNode }[];
}) {
  const [order, setOrder] = useRemembered<string[]>(`order.${name}`, [], isList);
  const shown = inOrder(sections, order);
  return shown.map(({ id, node }, index) => (
    <Frame key={id} id={id} kind={name} index={index} ids={shown.map((each) => each.id)} onOrder={setOrder}>
      {node}
    </Frame>
  ));
}

type FrameProps = {
  id: string;
  kind: string;
  index: number;
  ids: string[];
  onOrder: (ids: string[]) => void;
  children: ReactNode;
};

function Frame({ id, kind, index, ids, onOrder, children }: FrameProps) {
  const placed = useMemo<Placed>(
    () => ({
      id,
      kind,
      index,
      count: ids.length,
      moveTo: (to) => onOrder(putAt(ids, id, to)),
      dropBeside: (source, place) => onOrder(putBeside(ids, source, id, place === 'before' ? 'before' : 'after')),
    }),
    [id, kind, index, ids, onOrder],
  );
  return <Context value={placed}>{children}</Context>;
}
