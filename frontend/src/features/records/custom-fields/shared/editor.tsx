import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listCustomersOptions, listMembersOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { CustomFieldOut } from '@/api/gen/types.gen';
import type { EditorProps } from '@/components/inline-edit';
import { useDebounced } from '@/lib/use-debounced';
import { Avatar } from '@/ui/avatar';
import { Combobox, MultiCombobox, type Option } from '@/ui/combobox';
import { DatePicker } from '@/ui/date-picker';
import { Input } from '@/ui/input';
import { NativeSelect } from '@/ui/native-select';
import { ADDRESS_PARTS, type Address, type Draft } from './values';

type Props = { field: Pick<CustomFieldOut, 'type' | 'options'>; editing: EditorProps<Draft> };

/** The input of a field's type, where plain text will not do. */
export function FieldEditor({ field, editing }: Props) {
  const { t } = useTranslation('records/custom-fields');
  const { value, onChange, onCommit, label } = editing;
  switch (field.type) {
    case 'date':
      return (
        <DatePicker
          aria-label={label}
          value={String(value) || null}
          onValueChange={(day) => onCommit(day ?? '')}
          clearable
        />
      );
    case 'date_time':
    case 'follow_up':
      return (
        <Input
          type="datetime-local"
          aria-label={label}
          autoFocus
          value={String(value)}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'select':
      return (
        <NativeSelect
          aria-label={label}
          autoFocus
          value={String(value)}
          onChange={(event) => onCommit(event.target.value)}
        >
          <option value="">{t('nothing')}</option>
          {field.options.map(({ key, label: text }) => (
            <option key={key} value={key}>
              {text}
            </option>
          ))}
        </NativeSelect>
      );
    case 'multi_select': {
      const items: Option[] = field.options.map((option) => ({
        id: option.key,
        name: option.label,
        colour: option.colour ?? null,
      }));
      const chosen = Array.isArray(value) ? value : [];
      return (
        <MultiCombobox
          aria-label={label}
          items={items}
          value={items.filter(({ id }) => chosen.includes(id))}
          onValueChange={(next) => onChange(next.map(({ id }) => id))}
        />
      );
    }
    case 'member':
      return <MemberPicker label={label} onPick={(id) => onCommit(id ?? '')} />;
    case 'customer':
      return <CustomerPicker label={label} onPick={(option) => onCommit(option?.id ?? '')} />;
    case 'address':
      return <AddressEditor value={value as Address} onChange={onChange} />;
    default:
      return null;
  }
}

type MemberProps = { label: string; value?: Option | null; onPick: (id: string | null, name?: string) => void };

/** One active member, found by name. */
export function MemberPicker({ label, value = null, onPick }: MemberProps) {
  const [typed, setTyped] = useState('');
  const q = useDebounced(typed.trim(), 120);
  const members = useQuery({
    ...listMembersOptions({ query: { q: q || undefined, state: ['active'], limit: 20 } }),
    placeholderData: keepPreviousData,
  });
  const items: Option[] = (members.data?.items ?? []).map(({ id, name, email, avatar_url }) => ({
    id,
    name,
    hint: email,
    before: <Avatar id={id} name={name} src={avatar_url} size="xs" />,
  }));
  return (
    <Combobox
      aria-label={label}
      items={items}
      value={value}
      onValueChange={(option) => onPick(option?.id ?? null, option?.name)}
      onSearch={setTyped}
      loading={members.isPending}
      clearable
    />
  );
}

type CustomerProps = {
  label: string;
  value?: Option | null;
  except?: string;
  onPick: (option: Option | null) => void;
};

/** One customer, found as in the list. */
export function CustomerPicker({ label, value = null, except, onPick }: CustomerProps) {
  const [typed, setTyped] = useState('');
  const q = useDebounced(typed.trim(), 120);
  const found = useQuery({
    ...listCustomersOptions({ query: { q: q === value?.name ? '' : q, limit: 20 } }),
    placeholderData: keepPreviousData,
  });
  const items: Option[] = (found.data?.items ?? [])
    .filter(({ id }) => id !== except)
    .map(({ id, name, email, phone, avatar_url }) => ({
      id,
      name,
      hint: email ?? phone ?? undefined,
      before: <Avatar id={id} name={name} src={avatar_url} size="xs" />,
    }));
  return (
    <Combobox
      aria-label={label}
      items={items}
      value={value}
      onValueChange={onPick}
      onSearch={setTyped}
      loading={found.isPending}
      clearable
    />
  );
}

function AddressEditor({ value, onChange }: { value: Address; onChange: (value: Address) => void }) {
  const { t } = useTranslation('records/custom-fields');
  return (
    <div className="grid grid-cols-2 gap-1.5">
      {ADDRESS_PARTS.map((part) => (
        <Input
          key={part}
          aria-label={t(`address.${part}`)}
          placeholder={t(`address.${part}`)}
          autoFocus={part === 'street'}
          value={value[part] ?? ''}
          onChange={(event) => onChange({ ...value, [part]: event.target.value })}
          className={part === 'street' ? 'col-span-2' : undefined}
        />
      ))}
    </div>
  );
}
