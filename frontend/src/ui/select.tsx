import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { useFieldTie } from './field-context';
import { item, list, popup } from './floating';
import { fieldLook } from './input';

export type SelectItem<T extends string> = {
  value: T;
  label: string;
  /** A dot, icon or avatar before the label. */
  before?: ReactNode;
  /** One line below the label. */
  hint?: string;
  disabled?: boolean;
};

type Props<T extends string> = {
  items: readonly SelectItem<T>[];
  /** `null`: nothing chosen. */
  value: T | null;
  onValueChange: (value: T) => void;
  placeholder?: string;
  /** Needed where no `Field` gives a label. */
  'aria-label'?: string;
  name?: string;
  disabled?: boolean;
  className?: string;
};

/** One of a short list (≤ 12, else `Combobox`). Typing jumps to a label. */
export function Select<T extends string>({ items, value, onValueChange, placeholder, className, ...props }: Props<T>) {
  const { t } = useTranslation('ui');
  const { disabled, ...tie } = useFieldTie(props);
  return (
    <Base.Root
      items={items}
      value={value}
      onValueChange={(next) => next !== null && onValueChange(next)}
      name={props.name}
      disabled={disabled}
    >
      <Base.Trigger
        {...tie}
        aria-label={props['aria-label']}
        className={cn(
          fieldLook,
          'flex h-control cursor-default select-none items-center justify-between gap-2 ps-2.5 pe-2 text-start data-popup-open:bg-hover',
          className,
        )}
      >
        <Base.Value className="flex min-w-0 items-center gap-2 truncate data-placeholder:text-muted">
          {(chosen: T | null) => {
            const found = items.find((each) => each.value === chosen);
            return found ? (
              <>
                {found.before}
                <span className="truncate">{found.label}</span>
              </>
            ) : (
              (placeholder ?? t('choose'))
            );
          }}
        </Base.Value>
        <Base.Icon className="shrink-0 text-muted">
          <ChevronsUpDown size={14} aria-hidden />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-none">
          <Base.Popup className={cn(popup, 'min-w-[var(--anchor-width)] max-w-[min(24rem,var(--available-width))]')}>
            <Base.List className={list}>
              {items.map((each) => (
                <Base.Item key={each.value} value={each.value} disabled={each.disabled} className={item}>
                  {each.before}
                  <span className="flex min-w-0 flex-1 flex-col">
                    <Base.ItemText className="truncate">{each.label}</Base.ItemText>
                    {each.hint && <span className="text-muted text-xs">{each.hint}</span>}
                  </span>
                  <Base.ItemIndicator className="shrink-0 text-accent-ink">
                    <Check size={14} aria-hidden />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
