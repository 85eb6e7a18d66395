import { Menu as Base } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { menuList, popup } from '../floating';

type Props = {
  /** Where the pointer was, px in the window. */
  at: { x: number; y: number };
  /** Has the focus again when the menu closes. */
  from: HTMLElement | null;
  onClose: () => void;
  children: ReactNode;
};

/** A menu at the pointer for one of many rows: one for all of them, mounted while it is open. Items: `ui/menu-parts`. */
export default function MenuAt({ at: { x, y }, from, onClose, children }: Props) {
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()} modal={false}>
      <Base.Portal>
        <Base.Positioner
          anchor={{ getBoundingClientRect: () => new DOMRect(x, y, 0, 0) }}
          align="start"
          className="z-50 outline-none"
        >
          <Base.Popup finalFocus={() => from} className={`${popup} ${menuList} min-w-44`}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
