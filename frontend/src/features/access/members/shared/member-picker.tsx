import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listMembersOptions } from '@/api/gen/@tanstack/react-query.gen';
import { useDebounced } from '@/lib/use-debounced';
import { Avatar } from '@/ui/avatar';
import { Combobox, type Option } from '@/ui/combobox';

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
