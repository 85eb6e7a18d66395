import { deferred, useDeferredTrigger } from './deferred';
import type { PopoverProps } from './popover-parts';

const popover = deferred(() => import('./popover-parts'));

/** A small surface with controls of its own. A list of actions is a `Menu`, a hint is a `Tooltip`. Fetched when needed. */
export function Popover(props: PopoverProps) {
  const { plain, openAtOnce } = useDeferredTrigger(popover, props, 'dialog');
  if (plain || !popover.parts) return plain;
  return <popover.parts.Popover {...props} defaultOpen={openAtOnce} />;
}
