import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getCustomerOptions } from '@/api/gen/@tanstack/react-query.gen';
import { CustomerPicker } from '@/features/records/overview/shared/customer-picker';
import type { Thing } from '@/sockets/steps';
import { Combobox, MultiCombobox, type Option } from '@/ui/combobox';
import { useBuilder } from './builder';

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
/** Something that is gone stays visible, so that it can be replaced. */
const withGone = (items: readonly Option[], ids: readonly string[]): Option[] => [
  ...items,
  ...ids.filter((id) => !items.some((item) => item.id === id)).map((id) => ({ id, name: id.slice(0, 8) })),
];

type Props = { thing: Thing; value: unknown; placeholder?: string; label?: string; except?: string };

/** One of the workspace's own things. */
export function OnePicker({
  thing,
  value,
  onChange,
  placeholder,
  label,
  except,
}: Props & { onChange: (id: string | null) => void }) {
  const { names, readOnly } = useBuilder();
  const id = textOf(value);
  const items = withGone(names.options(thing), id ? [id] : []).filter((item) => item.id !== except);
  return (
    <Combobox
      aria-label={label}
      items={items}
      value={items.find((item) => item.id === id) ?? null}
      onValueChange={(option) => onChange(option?.id ?? null)}
      placeholder={placeholder}
      disabled={readOnly}
      clearable
    />
  );
}

/** Several of them. */
export function ManyPicker({
  thing,
  value,
  onChange,
  placeholder,
  label,
}: Props & { onChange: (ids: string[]) => void }) {
  const { names, readOnly } = useBuilder();
  const ids = listOf(value);
  const items = withGone(names.options(thing), ids);
  return (
    <MultiCombobox
      aria-label={label}
      items={items}
      value={ids.flatMap((id) => items.find((item) => item.id === id) ?? [])}
      onValueChange={(next) => onChange(next.map(({ id }) => id))}
      placeholder={placeholder}
      disabled={readOnly}
    />
  );
}

/** One customer, known by its id alone. */
export function CustomerById({
  label,
  value,
  onChange,
}: {
  label: string;
  value: unknown;
  onChange: (id: string | null) => void;
}) {
  const id = textOf(value);
  const known = useQuery({ ...getCustomerOptions({ path: { customer_id: id } }), enabled: /^[0-9a-f-]{36}$/.test(id) });
  const [picked, setPicked] = useState<Option | null>(null);
  const shown = picked?.id === id ? picked : known.data ? { id, name: known.data.name } : null;
  return (
    <CustomerPicker
      label={label}
      value={shown}
      onPick={(option) => {
        setPicked(option);
        onChange(option?.id ?? null);
      }}
    />
  );
}
