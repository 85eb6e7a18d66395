import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';
import { useFieldTie } from './field-context';
import { fieldLook } from './input';

/** Grows with its text where the browser can, up to `max-h`. Inside a `Field` it takes the field's label and error. */
export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  const tie = useFieldTie(props);
  return (
    <textarea
      {...props}
      {...tie}
      className={cn(fieldLook, 'field-sizing-content max-h-96 min-h-20 resize-y px-2.5 py-1.5', className)}
    />
  );
}
