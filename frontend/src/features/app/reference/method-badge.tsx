import { cn } from '@/lib/cn';

const colours: Record<string, string> = {
  GET: 'text-info-ink bg-info-soft',
  POST: 'text-positive-ink bg-positive-soft',
  PUT: 'text-caution-ink bg-caution-soft',
  PATCH: 'text-caution-ink bg-caution-soft',
  DELETE: 'text-danger-ink bg-danger-soft',
};

export function MethodBadge({ method, className }: { method: string; className?: string }) {
  return (
    <span
      className={cn(
        'inline-flex h-5 w-14 shrink-0 items-center justify-center rounded-sm font-mono font-semibold text-[0.6875rem]',
        colours[method] ?? 'bg-sunken text-muted',
        className,
      )}
    >
      {method}
    </span>
  );
}
