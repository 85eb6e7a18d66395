import { ContextMenu as Base } from '@base-ui/react/context-menu';
import type { ReactElement, ReactNode } from 'react';
import { MenuSurface } from './menu/parts';

/**
 * The same menu at the pointer: right click, long press, or the menu key on what `target` holds. It brings the whole menu
 * along: import it lazily on a route that must stay small.
 */
export function ContextMenu({ target, children }: { target: ReactElement; children: ReactNode }) {
  return (
    <Base.Root>
      <Base.Trigger render={target} />
      <MenuSurface>{children}</MenuSurface>
    </Base.Root>
  );
}
