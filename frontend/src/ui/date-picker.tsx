import { CalendarDays, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { dayFromIso, isoFromDay } from '@/lib/days';
import { useFieldTie } from './field-context';
import { IconButton } from './icon-button';
import { fieldLook } from './input';
import { Popover } from './popover';
import { Skeleton } from './skeleton';

const Calendar = lazy(() => import('./calendar'));

type Props = {
  /** `2026-11-22`, or null. A day has no time zone. */
  value: string | null;
  onValueChange: (value: string | null) => void;
  'aria-label': string;
  clearable?: boolean;
  min?: string;
  max?: string;
  disabled?: boolean;
  invalid?: boolean;
  className?: string;
};

/** A day, picked in a month or typed by keyboard in the calendar. */
export function DatePicker(props: Props) {
  const { value, onValueChange, clearable, min, max, className } = props;
  const { t, i18n } = useTranslation('ui');
  const tie = useFieldTie({ disabled: props.disabled, 'aria-invalid': props.invalid || undefined });
  const [open, setOpen] = useState(false);
  const day = value ? dayFromIso(value) : undefined;
  const text = day?.toLocaleDateString(i18n.resolvedLanguage, { dateStyle: 'medium' });
  return (
    <span className={cn('flex items-center gap-1', className)}>
      <Popover
        title={props['aria-label']}
        open={open}
        onOpenChange={setOpen}
        trigger={
          <button
            type="button"
            {...tie}
            aria-label={`${props['aria-label']}: ${text ?? t('noDate')}`}
            className={cn(fieldLook, 'flex h-control items-center gap-2 px-2.5 text-start', !text && 'text-muted')}
          >
            <CalendarDays size={16} aria-hidden className="shrink-0 text-muted" />
            <span className="truncate tabular-nums">{text ?? t('pickDate')}</span>
          </button>
        }
      >
        <Suspense fallback={<Skeleton className="h-64 w-56" />}>
          <Calendar
            value={day}
            min={min ? dayFromIso(min) : undefined}
            max={max ? dayFromIso(max) : undefined}
            onSelect={(next) => {
              onValueChange(isoFromDay(next));
              setOpen(false);
            }}
          />
        </Suspense>
      </Popover>
      {clearable && value && !tie.disabled && (
        <IconButton icon={X} label={t('clear')} onClick={() => onValueChange(null)} />
      )}
    </span>
  );
}
