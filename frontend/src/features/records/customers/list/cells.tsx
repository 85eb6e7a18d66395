import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight, Check } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allMembers } from '@/api/catalogues';
import { getCustomerOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { CustomerOut, MemberRef, TagRef } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { Highlight } from '@/components/highlight';
import { copyText } from '@/lib/clipboard';
import { Avatar } from '@/ui/avatar';
import { Chip, Dot } from '@/ui/chip';

const MOST_TAGS = 3;

/** Avatar, name, and the way into the workspace. Those in the trash have no profile there. */
export function NameCell({ customer, query }: { customer: CustomerOut; query: string | undefined }) {
  const { t } = useTranslation('records/customers');
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar
        id={customer.id}
        name={customer.name}
        src={customer.avatar_url}
        size="sm"
        square={customer.kind === 'company'}
      />
      <span className={customer.unread ? 'truncate font-semibold' : 'truncate font-medium'}>
        <Highlight text={customer.name} query={query} />
      </span>
      {customer.unread && (
        <span className="size-2 shrink-0 rounded-full bg-accent" title={t('cells.unread')}>
          <span className="sr-only">{t('cells.unread')}</span>
        </span>
      )}
      {!customer.deleted_at && (
        <Link
          to="/w/$customerId"
          params={{ customerId: customer.id }}
          tabIndex={-1}
          aria-label={t('cells.openOf', { name: customer.name })}
          data-tooltip={t('cells.open')}
          className="flex size-6 shrink-0 items-center justify-center rounded-sm text-muted opacity-0 hover:bg-hover hover:text-ink focus-visible:opacity-100 group-hover/row:opacity-100 pointer-coarse:opacity-100"
        >
          <ArrowUpRight size={14} aria-hidden className="rtl:-scale-x-100" />
        </Link>
      )}
    </span>
  );
}

/** A value that a click copies. The keyboard copies it in the details, where each has a button. */
export function CopyCell({
  text,
  shown = text,
  query,
  mono,
}: {
  text: string | null;
  shown?: string | null;
  query?: string;
  mono?: boolean;
}) {
  const { t } = useTranslation('records/customers');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  if (!text) return null;
  return (
    <button
      type="button"
      tabIndex={-1}
      title={t('cells.copy', { text })}
      onClick={() => void copyText(text).then(setCopied)}
      className={`flex max-w-full items-center gap-1 rounded-sm hover:bg-accent-soft hover:text-accent-ink ${mono ? 'font-mono text-xs' : ''}`}
    >
      <span dir="auto" className="truncate">
        <Highlight text={shown ?? text} query={query} />
      </span>
      {copied && (
        <span role="status" className="flex shrink-0 items-center gap-0.5 text-positive-ink text-xs">
          <Check size={12} aria-hidden />
          {t('cells.copied')}
        </span>
      )}
    </button>
  );
}

export const Marked = ({ colour, children }: { colour: string | null | undefined; children: ReactNode }) => (
  <span className="flex min-w-0 items-center gap-1.5">
    <Dot colour={colour} />
    <span className="truncate">{children}</span>
  </span>
);

export function TagsCell({ tags }: { tags: TagRef[] }) {
  if (tags.length === 0) return null;
  const rest = tags.slice(MOST_TAGS);
  return (
    <span className="flex min-w-0 items-center gap-1" title={tags.map(({ name }) => name).join(', ')}>
      {tags.slice(0, MOST_TAGS).map(({ id, name, colour }) => (
        <Chip key={id} colour={colour} className="h-5 shrink">
          {name}
        </Chip>
      ))}
      {rest.length > 0 && <span className="shrink-0 text-muted text-xs">+{rest.length}</span>}
    </span>
  );
}

export function PeopleCell({ people }: { people: MemberRef[] }) {
  const [first, ...rest] = people;
  if (!first) return null;
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={people.map(({ name }) => name).join(', ')}>
      <Avatar id={first.id} name={first.name} size="xs" />
      <span className="truncate">{first.name}</span>
      {rest.length > 0 && <span className="shrink-0 text-muted text-xs">+{rest.length}</span>}
    </span>
  );
}

/** A custom field that names a member: all of them are asked for once. */
export function MemberCell({ id }: { id: string }) {
  const { data } = useQuery({ ...allMembers, enabled: useMay('members:read') });
  const found = data?.find((member) => member.id === id);
  return found ? <PeopleCell people={[found]} /> : null;
}

/** A custom field that names a customer. Only rows in view ask. */
export function CustomerCell({ id }: { id: string }) {
  const { data } = useQuery({ ...getCustomerOptions({ path: { customer_id: id } }), staleTime: 300_000, retry: false });
  return data ? <span className="truncate">{data.name}</span> : null;
}
