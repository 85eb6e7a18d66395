import { Loading, Skeleton } from '@/ui/skeleton';

/** Rows that are on their way. */
export const RowSkeletons = () => (
  <Loading className="flex flex-col">
    {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((row) => (
      <div key={row} className="flex h-10 items-center gap-4 border-b px-3">
        <Skeleton className="size-4 shrink-0" />
        <Skeleton className="size-6 shrink-0 rounded-full" />
        <Skeleton className="w-40" />
        <Skeleton className="w-48" />
        <Skeleton className="w-28" />
      </div>
    ))}
  </Loading>
);
