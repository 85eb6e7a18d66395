import { Switch as Base } from '@base-ui/react/switch';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';
import { useFieldTie } from './field-context';

/** For what takes effect at once; a choice that is saved later is a `Checkbox`. */
export function Switch({
  className,
  ...props
}: Omit<ComponentProps<typeof Base.Root>, 'className'> & { className?: string }) {
  const tie = useFieldTie(props);
  return (
    <Base.Root
      {...props}
      {...tie}
      className={cn(
        'relative inline-flex h-5 w-8 shrink-0 cursor-pointer items-center rounded-full bg-line-strong p-0.5 transition-colors after:absolute after:-inset-1 data-checked:bg-accent data-disabled:cursor-default data-disabled:opacity-50',
        className,
      )}
    >
      <Base.Thumb className="size-4 rounded-full bg-surface transition-transform data-checked:translate-x-3 rtl:data-checked:-translate-x-3" />
    </Base.Root>
  );
}
