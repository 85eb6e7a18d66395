/** The looks shared by everything that floats: menus, selects, popovers, dialogs. */
export const popup =
  'z-50 origin-[var(--transform-origin)] rounded-lg border bg-surface text-ink text-sm shadow-float outline-none transition-[scale,opacity] data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0 data-instant:transition-none';

export const list = 'max-h-[min(24rem,var(--available-height))] overflow-y-auto overscroll-contain p-1';

/** A menu is as long as it is: what it offers last (signing out) must not hide below an edge. */
export const menuList = 'max-h-[var(--available-height)] overflow-y-auto overscroll-contain p-1';

export const item =
  'flex min-h-row cursor-default select-none items-center gap-2 rounded-md px-2 py-1 text-sm outline-none data-highlighted:bg-hover data-disabled:opacity-50';

export const groupLabel = 'px-2 pt-2 pb-1 font-medium text-muted text-xs';

export const rule = 'mx-1 my-1 h-px bg-line';

export const backdrop =
  'fixed inset-0 z-40 bg-scrim transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0';
