import { Button as BaseButton } from '@base-ui/react/button';
import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

const look = cva(
  'inline-flex h-control shrink-0 items-center justify-center gap-1.5 rounded-md font-medium text-sm transition-colors data-disabled:cursor-default data-disabled:opacity-55',
  {
    variants: {
      variant: {
        primary: 'bg-accent px-3 text-on-accent hover:bg-accent-hover',
        secondary: 'border border-line bg-surface px-3 text-ink hover:bg-hover',
        quiet: 'px-2 text-muted hover:bg-hover hover:text-ink',
        icon: 'w-control text-muted hover:bg-hover hover:text-ink',
      },
    },
    defaultVariants: { variant: 'secondary' },
  },
);

type Props = Omit<ComponentProps<typeof BaseButton>, 'className'> & VariantProps<typeof look> & { className?: string };

/** `variant="icon"` needs an `aria-label`. */
export function Button({ variant, className, ...props }: Props) {
  return <BaseButton {...props} className={cn(look({ variant }), className)} />;
}
