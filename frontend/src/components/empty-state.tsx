import { Inbox, Lock, type LucideIcon, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';

type Props = {
  /** `first`: nothing was made yet. `match`: filters hide everything. `permission`: the role does not allow it. */
  kind?: 'first' | 'match' | 'permission';
  icon?: LucideIcon;
  title: string;
  /** What belongs here, or how to see something again. */
  text?: ReactNode;
  /** Create and import; or clear the filters. */
  actions?: ReactNode;
  className?: string;
};

const icons = { first: Inbox, match: SearchX, permission: Lock };

/** A list with nothing in it says why and what to do. */
export function EmptyState({ kind = 'first', icon, title, text, actions, className }: Props) {
  const Icon = icon ?? icons[kind];
  return (
    <div className={cn('mx-auto flex w-full max-w-sm flex-col items-center gap-2 px-4 py-10 text-center', className)}>
      <span className="flex size-10 items-center justify-center rounded-full bg-hover text-muted">
        <Icon size={20} aria-hidden />
      </span>
      <p className="font-medium text-base">{title}</p>
      {text && <p className="text-muted text-sm">{text}</p>}
      {actions && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
