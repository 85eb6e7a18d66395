import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';

/** The dot that stands for a folder, status or tag. `colour` is any CSS colour; null is neutral. */
export function Dot({ colour, className }: { colour: string | null | undefined; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn('size-2 shrink-0 rounded-full bg-line-strong', className)}
      style={colour ? { backgroundColor: colour } : undefined}
    />
  );
}

type Props = {
  /** Any CSS colour; the text stays in the ink colour so that every colour is readable. */
  colour?: string | null;
  /** Shows a cross that removes it. `name` is what is read out. */
  onRemove?: () => void;
  name?: string;
  className?: string;
  children: ReactNode;
};

/** A tag or a chosen value: colour, text, removable. */
export function Chip({ colour, onRemove, name, className, children }: Props) {
  const { t } = useTranslation('ui');
  return (
    <span
      className={cn(
        'inline-flex h-6 min-w-0 max-w-full items-center gap-1.5 rounded-full border bg-surface ps-2 text-xs',
        onRemove ? 'pe-0.5' : 'pe-2',
        className,
      )}
    >
      {colour !== undefined && <Dot colour={colour} />}
      <span className="truncate">{children}</span>
      {onRemove && (
        <button
          type="button"
          onClick={onRemove}
          aria-label={t('remove', { name: name ?? (typeof children === 'string' ? children : '') })}
          className="flex size-5 shrink-0 items-center justify-center rounded-full text-muted hover:bg-hover hover:text-ink"
        >
          <X size={12} aria-hidden />
        </button>
      )}
    </span>
  );
}
