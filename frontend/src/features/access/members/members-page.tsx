import { useInfiniteQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { listMembersInfiniteOptions } from '@/api/gen/@tanstack/react-query.gen';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { SettledSearch } from '@/components/search-field';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { Select } from '@/ui/select';
import { SkeletonLines } from '@/ui/skeleton';
import { PeopleFrame } from './frame';
import { MemberRow } from './member-row';
import { useRoleItems } from './role-fields';

type State = 'active' | 'suspended' | 'removed';
export type MemberFilter = { q?: string; role_id?: string; state?: State };
type Props = { filter: MemberFilter; onFilter: (next: MemberFilter) => void };

/** Everybody who works here: found by name or address, narrowed by role and state. */
export function MembersPage({ filter, onFilter }: Props) {
  const { t } = useTranslation('access/members');
  const members = useInfiniteQuery({
    ...listMembersInfiniteOptions({
      query: {
        limit: 50,
        q: filter.q,
        role_id: filter.role_id,
        state: filter.state ? [filter.state] : ['active', 'suspended'],
      },
    }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (old) => old,
  });
  const items = members.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = !!(filter.q || filter.role_id || filter.state);
  return (
    <PeopleFrame place="members">
      <Filters filter={filter} onFilter={onFilter} />
      {members.isPending && <SkeletonLines lines={6} className="mt-4" />}
      {members.error && <ProblemNotice error={members.error} retry={() => void members.refetch()} />}
      {members.data && items.length === 0 && (
        <EmptyState
          kind="match"
          title={t('noMatch')}
          actions={
            filtered && (
              <Button onClick={() => onFilter({ q: undefined, role_id: undefined, state: undefined })}>
                {t('clear')}
              </Button>
            )
          }
        />
      )}
      {items.length > 0 && (
        <ul aria-label={t('members')} className="divide-y border-b">
          {items.map((member) => (
            <MemberRow key={member.id} member={member} />
          ))}
        </ul>
      )}
      <MoreButton of={members} className="mt-3">
        {t('more')}
      </MoreButton>
    </PeopleFrame>
  );
}

function Filters({ filter, onFilter }: Props) {
  const { t } = useTranslation('access/members');
  const { items } = useRoleItems();
  const states = (['active', 'suspended', 'removed'] as const).map((value) => ({ value, label: t(`states.${value}`) }));
  return (
    <div className="flex flex-wrap items-center gap-2 py-3">
      <div className="min-w-48 flex-1">
        <SettledSearch
          label={t('search')}
          value={filter.q ?? ''}
          onChange={(q) => onFilter({ q: q || undefined })}
          clear={(empty) => <IconButton size="sm" icon={X} label={t('clear')} onClick={empty} />}
        />
      </div>
      <Select
        className="w-44"
        aria-label={t('role')}
        items={[{ value: '', label: t('everyRole') }, ...items]}
        value={filter.role_id ?? ''}
        onValueChange={(value) => onFilter({ role_id: value || undefined })}
      />
      <Select
        className="w-44"
        aria-label={t('state')}
        items={[{ value: '' as State | '', label: t('everyState') }, ...states]}
        value={filter.state ?? ''}
        onValueChange={(value) => onFilter({ state: value || undefined })}
      />
    </div>
  );
}
