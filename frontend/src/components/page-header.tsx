import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';

type Props = {
  title: ReactNode;
  /** One sentence. */
  text?: ReactNode;
  /** Before the title: a back link, an avatar. */
  before?: ReactNode;
  /** At the end of the line; the primary one last. */
  actions?: ReactNode;
  className?: string;
};

/** The first line of a page, with its only `h1`. */
export function PageHeader({ title, text, before, actions, className }: Props) {
  return (
    <header className={cn('flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 py-2', className)}>
      {before}
      <div className="min-w-0 flex-1 basis-48">
        <h1 className="truncate font-semibold text-xl">{title}</h1>
        {text && <p className="text-muted text-sm">{text}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
