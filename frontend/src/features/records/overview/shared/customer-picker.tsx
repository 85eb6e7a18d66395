import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listCustomersOptions } from '@/api/gen/@tanstack/react-query.gen';
import { useDebounced } from '@/lib/use-debounced';
import { Avatar } from '@/ui/avatar';
import { Combobox, type Option } from '@/ui/combobox';

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
