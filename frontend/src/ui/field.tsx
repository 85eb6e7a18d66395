import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { FieldContext } from './field-context';

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

/** Label, control, description and error, tied together for screen readers. The control is any one of the kit. */
export function Field(props: Props) {
  const {
    label,
    description,
    error,
    optional,
    hideLabel,
    inline,
    disabled = false,
    className,
    aside,
    children,
  } = props;
  const { t } = useTranslation('ui');
  const id = useId();
  const tie = {
    id: `${id}-control`,
    labelId: `${id}-label`,
    describedBy: error || description ? `${id}-hint` : undefined,
    invalid: !!error,
    disabled,
  };
  const name = (
    <label id={tie.labelId} htmlFor={tie.id} className={cn('font-medium text-sm', hideLabel && 'sr-only')}>
      {label}
      {optional && <span className="ms-1.5 font-normal text-muted text-xs">{t('optional')}</span>}
    </label>
  );
  const hint = error ? (
    <p id={tie.describedBy} role="alert" className="flex items-start gap-1 text-danger-ink text-xs">
      <CircleAlert size={14} aria-hidden className="mt-px shrink-0" />
      {error}
    </p>
  ) : (
    description && (
      <p id={tie.describedBy} className="text-muted text-xs">
        {description}
      </p>
    )
  );
  return (
    <FieldContext value={tie}>
      {inline ? (
        <div className={cn('flex items-start gap-2.5', className)}>
          <span className="flex h-5 items-center">{children}</span>
          <span className="flex min-w-0 flex-col gap-0.5">
            {name}
            {hint}
          </span>
        </div>
      ) : (
        <div className={cn('flex min-w-0 flex-col gap-1', className)}>
          <span className={cn('flex items-baseline justify-between gap-2', hideLabel && 'contents')}>
            {name}
            {aside}
          </span>
          {children}
          {hint}
        </div>
      )}
    </FieldContext>
  );
}
