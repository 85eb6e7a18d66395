import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';
import { useFieldTie } from './field-context';
import { fieldLook } from './input';

/** The browser's own select: for long plain lists and pages that must stay tiny. Elsewhere `Select`. */
export function NativeSelect({ className, ...props }: ComponentProps<'select'>) {
  const tie = useFieldTie(props);
  return <select {...props} {...tie} className={cn(fieldLook, 'h-control px-1.5', className)} />;
}
