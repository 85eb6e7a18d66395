/** The arch within an arch; takes the accent of the workspace. */
export function BrandMark({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden className="shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g fill="none" strokeWidth="3" strokeLinecap="round" className="stroke-on-accent">
        <path d="M8 25V15.5a8 8 0 0 1 16 0V25" />
        <path d="M13.5 25v-8.5a2.5 2.5 0 0 1 5 0V25" opacity=".65" />
      </g>
    </svg>
  );
}
