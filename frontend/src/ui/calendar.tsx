import { ChevronLeft, ChevronRight } from 'lucide-react';
import { DayPicker } from 'react-day-picker';
import { enGB, es } from 'react-day-picker/locale';
import { useTranslation } from 'react-i18next';

const locales = { en: enGB, es };
const navButton =
  'flex size-7 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink aria-disabled:opacity-40';

type Props = { value: Date | undefined; onSelect: (day: Date) => void; min?: Date; max?: Date };

/** A month of days; loaded when a `DatePicker` opens. */
export default function Calendar({ value, onSelect, min, max }: Props) {
  const { i18n } = useTranslation('ui');
  return (
    <DayPicker
      mode="single"
      required
      autoFocus
      selected={value}
      defaultMonth={value}
      onSelect={onSelect}
      locale={locales[i18n.resolvedLanguage as keyof typeof locales] ?? enGB}
      disabled={[...(min ? [{ before: min }] : []), ...(max ? [{ after: max }] : [])]}
      captionLayout="dropdown"
      startMonth={min ?? new Date(1900, 0)}
      endMonth={max ?? new Date(2100, 11)}
      components={{
        Chevron: ({ orientation }) =>
          orientation === 'left' ? (
            <ChevronLeft size={16} className="rtl:rotate-180" />
          ) : orientation === 'right' ? (
            <ChevronRight size={16} className="rtl:rotate-180" />
          ) : (
            <span />
          ),
      }}
      classNames={{
        root: 'w-fit select-none',
        months: 'relative',
        month_caption: 'flex h-8 items-center pe-16',
        dropdowns: 'flex items-center gap-1',
        dropdown_root: 'relative',
        dropdown: 'rounded-md bg-surface px-1 py-1 font-medium text-sm hover:bg-hover',
        caption_label: 'hidden',
        nav: 'absolute end-0 top-0 flex h-8 items-center gap-1',
        button_previous: navButton,
        button_next: navButton,
        month_grid: 'mt-1 border-collapse',
        weekday: 'size-8 font-normal text-muted text-xs',
        day: 'size-8 p-0 text-center text-sm',
        day_button: 'flex size-8 items-center justify-center rounded-md tabular-nums hover:bg-hover',
        today: 'font-semibold text-accent-ink',
        selected: '[&>button]:bg-accent [&>button]:text-on-accent [&>button]:hover:bg-accent-hover',
        outside: 'text-muted',
        disabled: 'opacity-40',
        hidden: 'invisible',
      }}
    />
  );
}
