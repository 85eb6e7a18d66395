import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

const field =
  'w-full rounded-md border border-line-strong bg-surface text-ink text-sm transition-colors aria-invalid:border-danger';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input {...props} className={cn(field, 'h-control px-2.5', className)} />;
}

export function Select({ className, ...props }: ComponentProps<'select'>) {
  return <select {...props} className={cn(field, 'h-control px-1.5', className)} />;
}

/** Grows with its text where the browser can, up to `max-h`. */
export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      spellCheck={false}
      {...props}
      className={cn(field, 'field-sizing-content max-h-96 min-h-24 px-2.5 py-2 font-mono text-xs', className)}
    />
  );
}
