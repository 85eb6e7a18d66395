import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/lib/cn';
import { useFieldTie } from './field-context';

export const fieldLook =
  'w-full rounded-md border border-line-strong bg-surface text-ink text-sm transition-colors focus-visible:outline-offset-0 aria-invalid:border-danger data-invalid:border-danger disabled:bg-sunken disabled:text-muted [&[readonly]]:bg-sunken';

type Props = ComponentProps<'input'> & {
  /** An icon inside, at its start. */
  icon?: LucideIcon;
  /** Something inside at its end: a shortcut, a clear button. */
  end?: ReactNode;
};

/** Inside a `Field` it takes the field's label, description and error. Else it needs an `aria-label`. */
export function Input({ className, icon: Icon, end, ...props }: Props) {
  const tie = useFieldTie(props);
  const input = (
    <input
      {...props}
      {...tie}
      className={cn(fieldLook, 'h-control px-2.5', Icon && 'ps-8', end && 'pe-9', className)}
    />
  );
  if (!Icon && !end) return input;
  return (
    <span className="relative block w-full">
      {Icon && (
        <Icon size={16} aria-hidden className="pointer-events-none absolute inset-y-0 start-2.5 my-auto text-muted" />
      )}
      {input}
      {end && <span className="absolute inset-y-0 end-1 flex items-center">{end}</span>}
    </span>
  );
}
