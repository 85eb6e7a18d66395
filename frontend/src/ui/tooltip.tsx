import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { cn } from '@/lib/cn';
import { popup } from './floating';
import { Kbd } from './kbd';

type Props = {
  /** What it says; extra to the accessible name of `children`, never the only name. */
  content: ReactNode;
  /** Keys that do the same, e.g. `mod+k` or `g w`. */
  shortcut?: string;
  side?: 'top' | 'bottom' | 'inline-start' | 'inline-end';
  children: ReactElement;
};

/** Shown on hover and on keyboard focus. One `TooltipProvider` around the application makes neighbours open at once. */
export function Tooltip({ content, shortcut, side = 'bottom', children }: Props) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} side={side} className="z-50">
          <Base.Popup className={cn(popup, 'flex max-w-72 items-center gap-2 rounded-md px-2 py-1 text-xs')}>
            {content}
            {shortcut && <Kbd keys={shortcut} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export const TooltipProvider = ({ children }: { children: ReactNode }) => (
  <Base.Provider delay={500}>{children}</Base.Provider>
);
