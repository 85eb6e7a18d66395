import type { ReactNode, Ref } from 'react';
import { cn } from '@/lib/cn';

type Props = { label?: string; className?: string; ref?: Ref<HTMLDivElement>; children: ReactNode };

/** A place that scrolls by itself with a thin bar. With a `label` it is a region that the keyboard can scroll. */
export function ScrollArea({ label, className, ref, children }: Props) {
  return (
    <div
      ref={ref}
      {...(label && { role: 'region', 'aria-label': label, tabIndex: 0 })}
      className={cn(
        'min-h-0 overflow-auto overscroll-contain [scrollbar-width:thin] focus-visible:-outline-offset-2',
        className,
      )}
    >
      {children}
    </div>
  );
}
