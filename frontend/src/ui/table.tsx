import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

/** Plain tables of up to some dozens of rows. Long ones, with columns to choose, are `components/data-table`. */
export const Table = ({ className, ...props }: ComponentProps<'table'>) => (
  <table {...props} className={cn('w-full border-collapse text-sm', className)} />
);

export const Th = ({ className, ...props }: ComponentProps<'th'>) => (
  <th
    scope="col"
    {...props}
    className={cn(
      'h-row whitespace-nowrap border-b px-2 text-start font-medium text-muted text-xs first:ps-0 last:pe-0',
      className,
    )}
  />
);

export const Td = ({ className, ...props }: ComponentProps<'td'>) => (
  <td {...props} className={cn('h-10 border-b px-2 py-1.5 align-middle first:ps-0 last:pe-0', className)} />
);

export const NumberTd = ({ className, ...props }: ComponentProps<'td'>) => (
  <Td {...props} className={cn('text-end tabular-nums', className)} />
);
