import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';
import { tabLook } from './tab-look';

type Tab<T extends string> = {
  value: T;
  label: ReactNode;
  /** A count or dot after the label. */
  after?: ReactNode;
  disabled?: boolean;
};

type Props<T extends string> = {
  tabs: readonly Tab<T>[];
  value: T;
  onValueChange: (value: T) => void;
  /** What the tabs are, for screen readers. */
  label: string;
  className?: string;
  listClassName?: string;
  /** One `TabPanel` a tab. */
  children: ReactNode;
};

/** Panels of one place. Tabs that have an address of their own are links: `tabLook` with `data-active`. */
export function Tabs<T extends string>({
  tabs,
  value,
  onValueChange,
  label,
  className,
  listClassName,
  children,
}: Props<T>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onValueChange(next as T)}
      className={cn('flex min-h-0 flex-col', className)}
    >
      <Base.List
        aria-label={label}
        className={cn('flex shrink-0 gap-1 overflow-x-auto border-b px-gutter', listClassName)}
      >
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} disabled={tab.disabled} className={tabLook}>
            {tab.label}
            {tab.after}
          </Base.Tab>
        ))}
      </Base.List>
      {children}
    </Base.Root>
  );
}

export function TabPanel({ value, className, children }: { value: string; className?: string; children: ReactNode }) {
  return (
    <Base.Panel
      value={value}
      className={cn('min-h-0 flex-1 overflow-y-auto outline-none focus-visible:-outline-offset-2', className)}
    >
      {children}
    </Base.Panel>
  );
}
