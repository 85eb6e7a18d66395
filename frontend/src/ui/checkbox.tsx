import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';
import { useFieldTie } from './field-context';

/** Inside `<Field inline>` it takes the label; else it needs an `aria-label`. `indeterminate` shows a dash. */
export function Checkbox({
  className,
  ...props
}: Omit<ComponentProps<typeof Base.Root>, 'className'> & { className?: string }) {
  const tie = useFieldTie(props);
  return (
    <Base.Root
      {...props}
      {...tie}
      className={cn(
        'relative flex size-4 shrink-0 cursor-pointer items-center justify-center rounded-sm border border-line-strong bg-surface text-on-accent transition-colors after:absolute after:-inset-1 data-checked:border-accent data-checked:bg-accent data-disabled:cursor-default data-disabled:opacity-50 data-indeterminate:border-accent data-indeterminate:bg-accent',
        className,
      )}
    >
      <Base.Indicator>
        {props.indeterminate ? (
          <Minus size={12} strokeWidth={3} aria-hidden />
        ) : (
          <Check size={12} strokeWidth={3} aria-hidden />
        )}
      </Base.Indicator>
    </Base.Root>
  );
}
