import { Progress as Base } from '@base-ui/react/progress';
import { cn } from '@/lib/cn';

type Props = {
  label: string /** null: no end is known. */;
  value: number | null;
  max?: number;
  showLabel?: boolean;
  className?: string;
};

export function Progress({ label, value, max = 100, showLabel, className }: Props) {
  return (
    <Base.Root value={value} max={max} className={cn('flex w-full flex-col gap-1', className)}>
      <Base.Label className={showLabel ? 'text-muted text-xs' : 'sr-only'}>{label}</Base.Label>
      <Base.Track className="h-1.5 w-full overflow-hidden rounded-full bg-hover">
        <Base.Indicator
          className={cn(
            'h-full rounded-full bg-accent transition-all',
            value === null && 'w-1/3 motion-safe:animate-pulse',
          )}
        />
      </Base.Track>
    </Base.Root>
  );
}
