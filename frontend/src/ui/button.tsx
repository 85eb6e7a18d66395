import { Button as BaseButton } from '@base-ui/react/button';
import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';
import { Spinner } from './spinner';

export const buttonLook = cva(
  'inline-flex h-control shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium text-sm transition-colors data-disabled:cursor-default data-disabled:opacity-55',
  {
    variants: {
      variant: {
        primary: 'bg-accent px-3 text-on-accent hover:not-data-disabled:bg-accent-hover',
        secondary:
          'border border-line bg-surface px-3 text-ink hover:not-data-disabled:bg-hover data-popup-open:bg-hover',
        quiet:
          'px-2 text-muted hover:not-data-disabled:bg-hover hover:not-data-disabled:text-ink data-popup-open:bg-hover data-popup-open:text-ink',
        danger: 'border border-transparent bg-danger-soft px-3 text-danger-ink hover:not-data-disabled:border-danger',
        link: 'h-auto px-0 text-accent-ink underline-offset-2 hover:not-data-disabled:underline',
        icon: 'w-control text-muted hover:not-data-disabled:bg-hover hover:not-data-disabled:text-ink data-popup-open:bg-hover data-popup-open:text-ink',
      },
      size: { md: '', sm: 'h-7 text-xs', lg: 'h-10 px-4 text-base' },
    },
    compoundVariants: [{ variant: 'icon', size: 'sm', class: 'w-7' }],
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export type ButtonProps = Omit<ComponentProps<typeof BaseButton>, 'className'> &
  VariantProps<typeof buttonLook> & {
    className?: string;
    /** Work is going on: the button keeps its place and focus, but does nothing. */
    busy?: boolean;
  };

/** `variant="icon"` needs an `aria-label`; `IconButton` gives one and a tooltip. Type is `button` unless said. */
export function Button({ variant, size, busy, disabled, className, children, ...props }: ButtonProps) {
  return (
    <BaseButton
      {...props}
      disabled={disabled || busy}
      focusableWhenDisabled={busy || props.focusableWhenDisabled}
      aria-busy={busy || undefined}
      className={cn(buttonLook({ variant, size }), className)}
    >
      {busy && <Spinner />}
      {children}
    </BaseButton>
  );
}
