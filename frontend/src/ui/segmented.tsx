import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { LucideIcon } from 'lucide-react';
import { cn } from '@/lib/cn';

type Props<T extends string> = {
  label: string;
  value: T;
  onValueChange: (value: T) => void;
  items: readonly { value: T; label: string; icon?: LucideIcon; iconOnly?: boolean }[];
  className?: string;
};

/** One of two to five, all in view. */
export function Segmented<T extends string>({ label, value, onValueChange, items, className }: Props<T>) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={([next]) => next && onValueChange(next as T)}
      className={cn('inline-flex h-control w-fit shrink-0 items-center gap-0.5 rounded-md bg-hover p-0.5', className)}
    >
      {items.map(({ value: own, label: text, icon: Icon, iconOnly }) => (
        <Toggle
          key={own}
          value={own}
          aria-label={iconOnly ? text : undefined}
          title={iconOnly ? text : undefined}
          className="flex h-full items-center gap-1.5 rounded-sm px-2.5 text-muted text-sm transition-colors hover:text-ink data-pressed:bg-surface data-pressed:font-medium data-pressed:text-ink data-pressed:shadow-[0_0_0_1px_var(--line)]"
        >
          {Icon && <Icon size={14} aria-hidden />}
          {!iconOnly && text}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
