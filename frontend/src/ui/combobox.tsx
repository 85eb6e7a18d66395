import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown, X } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { Chip } from './chip';
import { useFieldLabel, useFieldTie } from './field-context';
import { item, list, popup } from './floating';
import { fieldLook } from './input';
import { Spinner } from './spinner';

export type Option = {
  id: string;
  name: string;
  /** A dot before the name (tags, statuses). */
  colour?: string | null;
  /** Anything else before the name, e.g. an avatar. */
  before?: ReactNode;
  /** One line below the name. */
  hint?: string;
  disabled?: boolean;
};

type Shared<T extends Option> = {
  items: readonly T[];
  placeholder?: string;
  'aria-label'?: string;
  disabled?: boolean;
  className?: string;
  /**
   * Asks the server as the person types; `items` are then shown as they are. Without it the list is filtered here.
   * Keep the old rows while new ones come.
   */
  onSearch?: (text: string) => void;
  loading?: boolean;
  emptyText?: string;
};

type SingleProps<T extends Option> = Shared<T> & {
  value: NoInfer<T> | null;
  onValueChange: (value: NoInfer<T> | null) => void;
  /** Shows a cross. */
  clearable?: boolean;
};

const rootProps = <T extends Option>({ items, onSearch }: Shared<T>) => ({
  items,
  itemToStringLabel: (option: T) => option.name,
  isItemEqualToValue: (a: T, b: T) => a.id === b.id,
  autoHighlight: true,
  ...(onSearch && { filter: null, onInputValueChange: onSearch }),
});

/** Escape closes the list and then whatever is around; Base UI would take away what was chosen. */
const keepOnEscape = (event: KeyboardEvent<HTMLInputElement> & { preventBaseUIHandler: () => void }) => {
  if (event.key === 'Escape' && event.currentTarget.ariaExpanded !== 'true') event.preventBaseUIHandler();
};

/** One of many, found by typing. */
export function Combobox<T extends Option>(props: SingleProps<T>) {
  const { value, onValueChange, placeholder, className, clearable } = props;
  const { t } = useTranslation('ui');
  const { disabled, ...tie } = useFieldTie(props);
  const labelId = useFieldLabel();
  return (
    <Base.Root {...rootProps(props)} disabled={disabled} value={value} onValueChange={onValueChange}>
      <Base.InputGroup
        className={cn(
          fieldLook,
          'flex h-control items-center focus-within:outline-2 focus-within:outline-accent',
          className,
        )}
      >
        <Base.Input
          {...tie}
          aria-labelledby={props['aria-label'] ? undefined : labelId}
          aria-label={props['aria-label']}
          onKeyDown={keepOnEscape}
          placeholder={placeholder ?? t('search')}
          className="h-full min-w-0 flex-1 bg-transparent ps-2.5 outline-none"
        />
        {clearable && (
          <Base.Clear
            aria-label={t('clear')}
            className="flex size-6 shrink-0 items-center justify-center text-muted hover:text-ink"
          >
            <X size={14} aria-hidden />
          </Base.Clear>
        )}
        <Base.Trigger
          aria-label={t('choose')}
          className="flex w-7 shrink-0 items-center justify-center self-stretch text-muted"
        >
          <ChevronsUpDown size={14} aria-hidden />
        </Base.Trigger>
      </Base.InputGroup>
      <Results loading={props.loading} emptyText={props.emptyText} />
    </Base.Root>
  );
}

type MultiProps<T extends Option> = Shared<T> & {
  value: readonly NoInfer<T>[];
  onValueChange: (value: NoInfer<T>[]) => void;
};

/** Several of many, each a chip; Backspace removes the last one. */
export function MultiCombobox<T extends Option>(props: MultiProps<T>) {
  const { value, onValueChange, placeholder, className } = props;
  const { t } = useTranslation('ui');
  const { disabled, ...tie } = useFieldTie(props);
  const labelId = useFieldLabel();
  return (
    <Base.Root {...rootProps(props)} disabled={disabled} multiple value={[...value]} onValueChange={onValueChange}>
      <Base.InputGroup className={cn(fieldLook, 'focus-within:outline-2 focus-within:outline-accent', className)}>
        <Base.Chips className="flex min-h-control flex-wrap items-center gap-1 px-1 py-0.5">
          {value.map((option) => (
            <Base.Chip
              key={option.id}
              aria-label={option.name}
              className="inline-flex rounded-full outline-none data-highlighted:bg-accent-soft focus-within:bg-accent-soft"
            >
              <Chip colour={option.colour} className="pe-1">
                <span className="flex items-center gap-1">
                  {option.name}
                  <Base.ChipRemove
                    aria-label={t('remove', { name: option.name })}
                    className="flex size-4 items-center justify-center rounded-full text-muted hover:bg-hover hover:text-ink"
                  >
                    <X size={12} aria-hidden />
                  </Base.ChipRemove>
                </span>
              </Chip>
            </Base.Chip>
          ))}
          <Base.Input
            {...tie}
            aria-labelledby={props['aria-label'] ? undefined : labelId}
            aria-label={props['aria-label']}
            onKeyDown={keepOnEscape}
            placeholder={value.length ? undefined : (placeholder ?? t('search'))}
            className="h-6 min-w-16 flex-1 bg-transparent px-1.5 outline-none"
          />
        </Base.Chips>
      </Base.InputGroup>
      <Results loading={props.loading} emptyText={props.emptyText} />
    </Base.Root>
  );
}

function Results({ loading, emptyText }: { loading?: boolean; emptyText?: string }) {
  const { t } = useTranslation('ui');
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} className="z-50 outline-none">
        <Base.Popup
          aria-busy={loading || undefined}
          className={cn(popup, 'w-[max(var(--anchor-width),12rem)] max-w-[var(--available-width)]')}
        >
          <Base.Status>
            {loading && (
              <span className="flex items-center gap-2 px-3 pt-2 text-muted text-xs">
                <Spinner />
                {t('loading')}
              </span>
            )}
          </Base.Status>
          <Base.Empty>{!loading && <p className="px-3 py-2 text-muted">{emptyText ?? t('none')}</p>}</Base.Empty>
          <Base.List className={cn(list, 'data-empty:p-0')}>
            {(option: Option) => (
              <Base.Item key={option.id} value={option} disabled={option.disabled} className={item}>
                <OptionFace option={option} />
                <Base.ItemIndicator className="shrink-0 text-accent-ink">
                  <Check size={14} aria-hidden />
                </Base.ItemIndicator>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

function OptionFace({ option }: { option: Option }) {
  return (
    <>
      {option.before}
      {option.colour !== undefined && (
        <span
          aria-hidden
          className="size-2 shrink-0 rounded-full bg-line-strong"
          style={option.colour ? { backgroundColor: option.colour } : undefined}
        />
      )}
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate">{option.name}</span>
        {option.hint && <span className="truncate text-muted text-xs">{option.hint}</span>}
      </span>
    </>
  );
}
