import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps, MouseEvent } from 'react';
import { cn } from '@/lib/cn';
import { Spinner } from './spinner';

export const buttonLook = cva(
  'inline-flex h-control shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium text-sm transition-colors aria-disabled:cursor-default aria-disabled:opacity-55',
  {
    variants: {
      variant: {
        primary: 'bg-accent px-3 text-on-accent not-aria-disabled:hover:bg-accent-hover',
        secondary:
          'border border-line bg-surface px-3 text-ink not-aria-disabled:hover:bg-hover data-popup-open:bg-hover',
        quiet:
          'px-2 text-muted not-aria-disabled:hover:bg-hover not-aria-disabled:hover:text-ink data-popup-open:bg-hover data-popup-open:text-ink',
        danger: 'border border-transparent bg-danger-soft px-3 text-danger-ink not-aria-disabled:hover:border-danger',
        link: 'h-auto px-0 text-accent-ink underline-offset-2 not-aria-disabled:hover:underline',
        icon: 'w-control text-muted not-aria-disabled:hover:bg-hover not-aria-disabled:hover:text-ink data-popup-open:bg-hover data-popup-open:text-ink',
      },
      size: { md: '', sm: 'h-7 text-xs', lg: 'h-10 px-4 text-base' },
    },
    compoundVariants: [
      { variant: 'icon', size: 'sm', class: 'w-7' },
      { variant: 'link', class: 'h-auto px-0' },
    ],
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof buttonLook> & {
    /** Work is going on: the button keeps its place and focus, but does nothing. */
    busy?: boolean;
  };

/**
 * `variant="icon"` needs an `aria-label`; `IconButton` gives one and a tooltip. Type is `button` unless said. A disabled
 * button can still be focused, so that a keyboard or a screen reader finds it and its reason.
 */
export function Button({ variant, size, busy, disabled, className, onClick, children, ...props }: ButtonProps) {
  const off = disabled || busy;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (!off) return onClick?.(event);
    event.preventDefault(); // neither a form nor a popup may hear of it
    event.stopPropagation();
  };
  return (
    <button
      type="button"
      {...props}
      onClick={press}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      className={cn(buttonLook({ variant, size }), className)}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}
