import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { BadgeCheck, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FIRST_PAGE } from '@/api/catalogues';
import { listProfilesInfiniteOptions } from '@/api/gen/@tanstack/react-query.gen';
import { deleteProfile, updateProfile } from '@/api/gen/sdk.gen';
import type { ProfileOut } from '@/api/gen/types.gen';
import { Confirm } from '@/components/confirm';
import { EmptyState } from '@/components/empty-state';
import { InlineEdit } from '@/components/inline-edit';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { RelativeTime } from '@/components/relative-time';
import type { ManageTabProps } from '@/sockets/manage';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { AddProfile } from './add';
import { useProfilesChanged } from './changed';
import { ProfileConflicts } from './conflicts';

/** Through which channels the customer is met, and by which identity (C4). */
export default function TabProfiles({ overview: { customer, capabilities } }: ManageTabProps) {
  const { t } = useTranslation(['records/profiles/manage', 'components']);
  const mayEdit = capabilities.some(({ key, allowed }) => key === 'edit' && allowed);
  const profiles = useInfiniteQuery({
    ...listProfilesInfiniteOptions({ path: { customer_id: customer.id }, query: { limit: 50 } }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.next_cursor,
  });
  const items = profiles.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col gap-4">
      <ProfileConflicts customerId={customer.id} mayDecide={mayEdit} />
      {mayEdit && <AddProfile customerId={customer.id} />}
      {profiles.isPending && <SkeletonLines />}
      {profiles.isError && <ProblemNotice error={profiles.error} retry={() => void profiles.refetch()} />}
      {profiles.isSuccess && items.length === 0 && <EmptyState title={t('none')} text={t('noneText')} />}
      <ul className="divide-y">
        {items.map((profile) => (
          <Profile key={profile.id} profile={profile} mayEdit={mayEdit} />
        ))}
      </ul>
      <MoreButton of={profiles} className="self-center">
        {t('components:showMore')}
      </MoreButton>
    </div>
  );
}

function Profile({ profile, mayEdit }: { profile: ProfileOut; mayEdit: boolean }) {
  const { t } = useTranslation('records/profiles/manage');
  const changed = useProfilesChanged(profile.customer_id);
  const [leaving, setLeaving] = useState(false);
  const path = { profile_id: profile.id };
  const { mutate } = useMutation({
    mutationFn: (body: { display_name?: string | null; verified?: boolean }) =>
      updateProfile({ path, body, throwOnError: true }),
    onSuccess: () => notify({ title: t('saved') }),
    onSettled: changed,
  });
  const channel = t(`channels.${profile.channel as 'email'}`);
  const name = t('name');
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 gap-y-1 py-3 sm:grid-cols-[8rem_minmax(0,1fr)_auto]">
      <span className="pt-1">
        <Badge>{channel}</Badge>
      </span>
      <div className="col-span-full row-start-2 flex min-w-0 flex-col sm:col-auto sm:row-auto">
        <span className="flex min-h-row flex-wrap items-center gap-x-2 px-1.5 text-sm">
          <span className="break-all font-medium">{profile.handle}</span>
          {profile.verified && (
            <span className="flex items-center gap-1 text-positive-ink text-xs">
              <BadgeCheck size={14} aria-hidden />
              {t('verified')}
            </span>
          )}
        </span>
        <InlineEdit
          label={`${name} · ${profile.handle}`}
          value={profile.display_name ?? ''}
          empty={!profile.display_name}
          readOnly={!mayEdit}
          onSave={(typed) => mutate({ display_name: typed.trim() || null })}
        />
        <span className="px-1.5 text-muted text-xs">
          {t('seen')} <RelativeTime at={profile.last_seen_at} />
        </span>
      </div>
      {mayEdit && (
        <span className="flex items-center gap-1">
          <Button size="sm" variant="quiet" onClick={() => mutate({ verified: !profile.verified })}>
            {t(profile.verified ? 'doubt' : 'verify')}
          </Button>
          <IconButton
            size="sm"
            icon={Trash2}
            iconSize={14}
            label={t('remove', { name: profile.handle })}
            onClick={() => setLeaving(true)}
          />
        </span>
      )}
      <Confirm
        open={leaving}
        onOpenChange={setLeaving}
        title={t('removeTitle', { name: profile.handle })}
        text={t('removeText')}
        confirmLabel={t('removeConfirm')}
        danger
        onConfirm={async () => {
          await deleteProfile({ path, throwOnError: true });
          await changed();
          notify({ title: t('removed', { name: profile.handle }) });
        }}
      />
    </li>
  );
}
