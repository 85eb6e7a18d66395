/** How a tab looks; links in the place of tabs are light enough to do without the rest of them. */
export const tabLook =
  'relative flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap px-2 text-muted text-sm transition-colors hover:text-ink focus-visible:-outline-offset-2 data-active:font-medium data-active:text-ink data-disabled:opacity-50 after:absolute after:inset-x-1 after:-bottom-px after:h-0.5 after:rounded-full data-active:after:bg-accent';
