import { cloneElement, type ReactElement } from 'react';

export type TooltipSide = 'top' | 'bottom' | 'inline-start' | 'inline-end';

type Props = {
  /** What it says; extra to the accessible name of `children`, never the only name. */
  content: string;
  /** Keys that do the same, e.g. `mod+k` or `g w`. */
  shortcut?: string;
  side?: TooltipSide;
  /** One element that takes `data-*` attributes. */
  children: ReactElement;
};

/** Shown on hover and keyboard focus by the one `TooltipHost`: a list of a thousand buttons costs a thousand attributes. */
export function Tooltip({ content, shortcut, side, children }: Props) {
  return cloneElement(children as ReactElement<Record<string, unknown>>, {
    'data-tooltip': content,
    'data-tooltip-keys': shortcut,
    'data-tooltip-side': side,
  });
}
