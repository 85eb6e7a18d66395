import { type ReactNode, useEffect } from 'react';
import { cn } from '@/lib/cn';

/** Names the browser's tab; the shell reads a change out. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Atrium` : 'Atrium';
  }, [title]);
}

type Props = {
  /** Of the tab and, unless the page has a `PageHeader`, for screen readers. */
  title: string;
  /** Scrolls as one column of reading width; without it the page fills the place and its panels scroll. */
  width?: 'narrow' | 'wide';
  className?: string;
  children: ReactNode;
};

/** The part of the screen that belongs to the address; where the skip link leads. */
export function Page({ title, width, className, children }: Props) {
  useTitle(title);
  useEffect(() => {
    // The router looks for the anchor before the page is there.
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, []);
  return (
    <main
      id="content"
      tabIndex={-1}
      className={cn('flex min-h-0 min-w-0 flex-1 flex-col outline-none', width && 'overflow-y-auto')}
    >
      {width ? (
        <div
          className={cn(
            'mx-auto w-full px-gutter pt-2 pb-12 sm:px-6',
            width === 'narrow' ? 'max-w-3xl' : 'max-w-6xl',
            className,
          )}
        >
          {children}
        </div>
      ) : (
        children
      )}
    </main>
  );
}
