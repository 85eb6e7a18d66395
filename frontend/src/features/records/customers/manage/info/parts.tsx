import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { InlineEdit } from '@/components/inline-edit';
import { chosen } from '@/components/regions';
import { Combobox, type Option } from '@/ui/combobox';
import { NativeSelect } from '@/ui/native-select';

/** What a change of a value is called, and what is said once it is saved. */
export function useSaying() {
  const { t } = useTranslation('records/custom-fields');
  return (label: string) => ({ label, saved: t('saved', { name: label }) });
}

type ChoiceProps<T extends string> = {
  label: string;
  value: string;
  mayEdit: boolean;
  items: readonly { value: T; label: string }[];
  onSave: (value: T) => void;
};
/** One of a few. */
export function Choice<T extends string>({ label, value, mayEdit, items, onSave }: ChoiceProps<T>) {
  return (
    <InlineEdit
      label={label}
      value={value}
      readOnly={!mayEdit}
      onSave={(next) => onSave(next as T)}
      editor={({ value: now, onCommit }) => (
        <NativeSelect aria-label={label} autoFocus value={now} onChange={(event) => onCommit(event.target.value)}>
          {items.map((item) => (
            <option key={item.value} value={item.value}>
              {item.label}
            </option>
          ))}
        </NativeSelect>
      )}
    >
      {items.find((item) => item.value === value)?.label ?? value}
    </InlineEdit>
  );
}

type SearchProps = {
  label: string;
  value: string;
  mayEdit: boolean;
  options: Option[];
  onSave: (value: string) => void;
};
/** One of many, found by typing. */
export function Search({ label, value, mayEdit, options, onSave }: SearchProps) {
  const now = chosen(options, value);
  return (
    <InlineEdit
      label={label}
      value={value}
      empty={!value}
      readOnly={!mayEdit}
      onSave={onSave}
      editor={({ onCommit }) => (
        <Combobox
          aria-label={label}
          items={options}
          value={now}
          clearable
          onValueChange={(option) => onCommit(option?.id ?? '')}
        />
      )}
    >
      {now?.name}
    </InlineEdit>
  );
}

type PartProps = {
  title: string;
  /** Stands below the values, not among them. */
  after?: ReactNode;
  children: ReactNode;
};

/** Values under a heading. */
export const Part = ({ title, after, children }: PartProps) => (
  <section aria-label={title} className="border-b py-3">
    <h2 className="px-1.5 pb-1 font-medium text-muted text-xs">{title}</h2>
    <dl className="flex flex-col">{children}</dl>
    {after}
  </section>
);

export const Row = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="grid grid-cols-[minmax(6.5rem,36%)_minmax(0,1fr)] items-start gap-x-2 sm:grid-cols-[11rem_minmax(0,1fr)]">
    <dt className="px-1.5 py-1.5 text-muted text-sm">{label}</dt>
    <dd className="min-w-0">{children}</dd>
  </div>
);
