import { Field as Base } from '@base-ui/react/field';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';

type Props = {
  label: ReactNode;
  description?: ReactNode;
  /** What is wrong; marks the control as invalid and is read out with it. */
  error?: string;
  /** Says "optional" beside the label. Fields are required unless said. */
  optional?: boolean;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  /** Label beside the control (switches, checkboxes). */
  inline?: boolean;
  disabled?: boolean;
  className?: string;
  /** Something at the end of the label's line, e.g. a link. */
  aside?: ReactNode;
  children: ReactNode;
};

/** Label, control, description and error, tied together for screen readers. The control is any of the kit. */
export function Field(props: Props) {
  const { label, description, error, optional, hideLabel, inline, disabled, className, aside, children } = props;
  const { t } = useTranslation('ui');
  const name = (
    <Base.Label className={cn('font-medium text-sm', hideLabel && 'sr-only')}>
      {label}
      {optional && <span className="ms-1.5 font-normal text-muted text-xs">{t('optional')}</span>}
    </Base.Label>
  );
  const hint = description && <Base.Description className="text-muted text-xs">{description}</Base.Description>;
  const wrong = error && (
    <Base.Error match className="flex items-start gap-1 text-danger-ink text-xs">
      <CircleAlert size={14} aria-hidden className="mt-px shrink-0" />
      {error}
    </Base.Error>
  );
  if (inline) {
    return (
      <Base.Root invalid={!!error} disabled={disabled} className={cn('flex items-start gap-2.5', className)}>
        {children}
        <span className="flex min-w-0 flex-col gap-0.5">
          {name}
          {hint}
          {wrong}
        </span>
      </Base.Root>
    );
  }
  return (
    <Base.Root invalid={!!error} disabled={disabled} className={cn('flex min-w-0 flex-col gap-1', className)}>
      {aside ? (
        <span className="flex items-baseline justify-between gap-2">
          {name}
          {aside}
        </span>
      ) : (
        name
      )}
      {children}
      {wrong || hint}
    </Base.Root>
  );
}
