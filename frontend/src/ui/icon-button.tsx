import type { LucideIcon } from 'lucide-react';
import { Button, type ButtonProps } from './button';
import { Tooltip, type TooltipSide } from './tooltip';

type Props = Omit<ButtonProps, 'aria-label' | 'children' | 'variant'> & {
  icon: LucideIcon;
  /** Its accessible name, shown as a tooltip. */
  label: string;
  shortcut?: string;
  iconSize?: number;
  tooltipSide?: TooltipSide;
};

/** A button that is only an icon. As a trigger of a menu or popover: `<Menu trigger={<IconButton …/>}>`. */
export function IconButton({ icon: Icon, label, shortcut, iconSize = 16, tooltipSide, ...props }: Props) {
  return (
    <Tooltip content={label} shortcut={shortcut} side={tooltipSide}>
      <Button {...props} variant="icon" aria-label={label}>
        <Icon size={iconSize} aria-hidden />
      </Button>
    </Tooltip>
  );
}
