import { ChevronDown } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { cn } from '@/lib/cn';
import { useRemembered } from '@/lib/storage';

type Props = {
  /** Under which open or closed is remembered, e.g. `tools.tags`. */
  name: string;
  title: string;
  /** A number beside the title. */
  count?: number;
  /** Buttons at the end of the heading; they do not fold. */
  actions?: ReactNode;
  initiallyOpen?: boolean;
  className?: string;
  children: ReactNode;
};

/** A part of a panel that folds and stays folded for this person. */
export function Section({ name, title, count, actions, initiallyOpen = true, className, children }: Props) {
  const id = useId();
  const [open, setOpen] = useRemembered(`section.${name}`, initiallyOpen);
  return (
    <section aria-labelledby={id} className={cn('border-b', className)}>
      <div className="flex h-10 items-center gap-1 pe-2">
        <h2 id={id} className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="flex h-10 w-full items-center gap-2 ps-4 text-start font-medium text-sm focus-visible:-outline-offset-2"
          >
            <span className="truncate">{title}</span>
            {count !== undefined && <span className="font-normal text-muted text-xs tabular-nums">{count}</span>}
            <ChevronDown
              size={14}
              aria-hidden
              className={cn('text-muted transition-transform', !open && '-rotate-90 rtl:rotate-90')}
            />
          </button>
        </h2>
        {actions}
      </div>
      {open && <div className="px-4 pb-4">{children}</div>}
    </section>
  );
}
