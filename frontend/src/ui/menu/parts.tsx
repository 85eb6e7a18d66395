import { Menu as Base } from '@base-ui/react/menu';
import { Check, ChevronRight, type LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { cn } from '@/lib/cn';
import { groupLabel, item, menuList, popup, rule } from '../floating';
import { Kbd } from '../kbd';

export type MenuProps = {
  /** The button that opens it. */
  trigger: ReactElement;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'inline-start' | 'inline-end';
  open?: boolean;
  defaultOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** `MenuItem`, `MenuLink`, `MenuCheck`, `MenuRadios`, `MenuGroup`, `MenuRule`, `SubMenu`. */
  children: ReactNode;
};

export function Menu({
  trigger,
  align = 'start',
  side = 'bottom',
  open,
  defaultOpen,
  onOpenChange,
  children,
}: MenuProps) {
  return (
    <Base.Root open={open} defaultOpen={defaultOpen} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <MenuSurface align={align} side={side}>
        {children}
      </MenuSurface>
    </Base.Root>
  );
}

type Surface = { align?: MenuProps['align']; side?: MenuProps['side']; children: ReactNode };
export function MenuSurface({ align, side, children }: Surface) {
  return (
    <Base.Portal>
      <Base.Positioner align={align} side={side} sideOffset={4} className="z-50 outline-none">
        <Base.Popup className={cn(popup, menuList, 'min-w-44')}>{children}</Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

export type ItemProps = {
  icon?: LucideIcon;
  shortcut?: string;
  danger?: boolean;
  disabled?: boolean;
  /** Why it is disabled, or what it does; shown below. */
  hint?: string;
  children: ReactNode;
};

function Content({ icon: Icon, shortcut, hint, danger, children }: ItemProps) {
  return (
    <>
      {Icon && <Icon size={16} aria-hidden className={cn('shrink-0', !danger && 'text-muted')} />}
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate">{children}</span>
        {hint && <span className="max-w-64 text-muted text-xs">{hint}</span>}
      </span>
      {shortcut && <Kbd keys={shortcut} />}
    </>
  );
}

export function MenuItem({ onClick, ...props }: ItemProps & { onClick: () => void }) {
  return (
    <Base.Item
      onClick={onClick}
      disabled={props.disabled}
      className={cn(item, props.danger && 'text-danger-ink data-highlighted:bg-danger-soft')}
    >
      <Content {...props} />
    </Base.Item>
  );
}

/** `render` is the link element, e.g. `<Link to="/account" />`. */
export function MenuLink({ render, ...props }: ItemProps & { render: ReactElement }) {
  return (
    <Base.LinkItem render={render} closeOnClick className={item}>
      <Content {...props} />
    </Base.LinkItem>
  );
}

export type CheckProps = ItemProps & { checked: boolean; onCheckedChange: (checked: boolean) => void };
export function MenuCheck({ checked, onCheckedChange, ...props }: CheckProps) {
  return (
    <Base.CheckboxItem checked={checked} onCheckedChange={onCheckedChange} disabled={props.disabled} className={item}>
      <Content {...props} />
      <span className="flex size-4 shrink-0 items-center">
        <Base.CheckboxItemIndicator>
          <Check size={14} aria-hidden />
        </Base.CheckboxItemIndicator>
      </span>
    </Base.CheckboxItem>
  );
}

export type RadiosProps<T extends string> = {
  label?: string;
  value: T;
  onValueChange: (value: T) => void;
  items: readonly { value: T; label: string; icon?: LucideIcon }[];
};
export function MenuRadios<T extends string>({ label, value, onValueChange, items }: RadiosProps<T>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next) => onValueChange(next as T)} aria-label={label}>
      {items.map((each) => (
        <Base.RadioItem key={each.value} value={each.value} closeOnClick className={item}>
          <Content icon={each.icon}>{each.label}</Content>
          <span className="flex size-4 shrink-0 items-center">
            <Base.RadioItemIndicator>
              <Check size={14} aria-hidden />
            </Base.RadioItemIndicator>
          </span>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className={groupLabel}>{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

export const MenuRule = () => <Base.Separator className={rule} />;

export function SubMenu({ label, icon, children }: { label: string; icon?: LucideIcon; children: ReactNode }) {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className={cn(item, 'data-popup-open:bg-hover')}>
        <Content icon={icon}>{label}</Content>
        <ChevronRight size={14} aria-hidden className="shrink-0 text-muted rtl:rotate-180" />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner sideOffset={2} alignOffset={-5} className="z-50 outline-none">
          <Base.Popup className={cn(popup, menuList, 'min-w-40')}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  );
}
