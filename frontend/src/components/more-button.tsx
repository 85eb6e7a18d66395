import type { ReactNode } from 'react';
import { Button } from '@/ui/button';

type Pages = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };

/** Below a list that comes in pages: fetches the next one, and is gone after the last. */
export function MoreButton({ of: pages, className, children }: { of: Pages; className?: string; children: ReactNode }) {
  return pages.hasNextPage ? (
    <Button className={className} busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
      {children}
    </Button>
  ) : null;
}
