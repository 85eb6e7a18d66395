import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import { cn } from '@/lib/cn';
import { popup } from './floating';

export type PopoverProps = {
  trigger: ReactElement;
  /** Its name for screen readers; shown when `showTitle`. */
  title: string;
  showTitle?: boolean;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'inline-start' | 'inline-end';
  open?: boolean;
  defaultOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  children: ReactNode;
};

/** A small surface with controls of its own. A list of actions is a `Menu`, a hint is a `Tooltip`. */
export function Popover(props: PopoverProps) {
  const {
    trigger,
    title,
    showTitle,
    align = 'start',
    side = 'bottom',
    open,
    defaultOpen,
    onOpenChange,
    className,
    children,
  } = props;
  return (
    <Base.Root open={open} defaultOpen={defaultOpen} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup
            className={cn(
              popup,
              'max-h-[var(--available-height)] max-w-[calc(100vw-1rem)] overflow-y-auto overscroll-contain p-3',
              className,
            )}
          >
            <Base.Title className={showTitle ? 'mb-2 font-semibold text-base' : 'sr-only'}>{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export const PopoverClose = Base.Close;
