import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';

/** A grey place in the final geometry. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden className={cn('block h-4 rounded-sm bg-hover motion-safe:animate-pulse', className)} />
);

/** Shows nothing for 150 ms and `children` (skeletons) after; a fast answer never flickers. */
export function Loading({ children, className }: { children: ReactNode; className?: string }) {
  const { t } = useTranslation('ui');
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-busy className={className}>
      <span className="sr-only">{late ? t('loading') : ''}</span>
      {late && children}
    </div>
  );
}

/** Some lines of text that are on their way. */
export function SkeletonLines({ lines = 3, className }: { lines?: number; className?: string }) {
  return (
    <Loading className={className}>
      <div className="flex flex-col gap-2.5">
        {Array.from({ length: lines }, (_, line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no identity
          <Skeleton key={line} className={line % 3 === 2 ? 'w-2/3' : 'w-full'} />
        ))}
      </div>
    </Loading>
  );
}
