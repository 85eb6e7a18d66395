import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BadgeCheck, Ellipsis, Plus, Radio, Trash2 } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listProfilesOptions } from '@/api/gen/@tanstack/react-query.gen';
import { createProfile, deleteProfile, updateProfile } from '@/api/gen/sdk.gen';
import type { CustomerOut, ProfileOut } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { RelativeTime } from '@/components/relative-time';
import { useRefresh } from '@/features/records/overview/shared/writes';
import { lazily } from '@/lib/lazily';
import { askAgain } from '@/lib/optimistic';
import { Badge } from '@/ui/badge';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem } from '@/ui/menu';
import { notify } from '@/ui/toast/manager';
import { ChannelConflicts } from './conflicts';
import { channelKind } from './kinds';

const ChannelDialog = lazily(() => import('./dialog'));
type Props = { customer: CustomerOut; count: number; mayEdit: boolean };

/** Through which channels the customer was met, and who they are there. */
export function Channels({ customer, count, mayEdit }: Props) {
  const { t } = useTranslation('records/profiles');
  const [adding, setAdding] = useState(false);
  const { write, changed } = useChannelWrites(customer.id);
  const profiles = useQuery({
    ...listProfilesOptions({ path: { customer_id: customer.id }, query: { limit: 200 } }),
    enabled: count > 0,
  });
  if (count === 0 && !mayEdit) return null;
  const items = profiles.data?.items ?? [];
  const remove = (profile: ProfileOut) =>
    write.mutate(async () => {
      const { id, channel, handle, display_name, verified } = profile;
      await deleteProfile({ path: { profile_id: id }, throwOnError: true });
      const path = { customer_id: customer.id };
      const body = { channel: channelKind(channel), handle, display_name, verified };
      notify({
        title: t('removed', { name: handle }),
        undo: () => write.mutate(() => createProfile({ path, body, throwOnError: true })),
      });
    });
  const verify = ({ id, handle, verified }: ProfileOut) =>
    write.mutate(async () => {
      await updateProfile({ path: { profile_id: id }, body: { verified: !verified }, throwOnError: true });
      notify({ title: t('saved', { name: handle }) });
    });
  return (
    <section aria-label={t('title')} className="border-b py-3">
      <div className="flex items-center justify-between">
        <h2 className="px-1.5 font-medium text-muted text-xs">{t('title')}</h2>
        {mayEdit && <IconButton size="sm" icon={Plus} iconSize={14} label={t('add')} onClick={() => setAdding(true)} />}
      </div>
      {count === 0 && <p className="px-1.5 py-1 text-muted text-sm">{t('none')}</p>}
      {profiles.isError && <ProblemNotice error={profiles.error} retry={() => void profiles.refetch()} />}
      {mayEdit && <ChannelConflicts customerId={customer.id} onDecided={changed} />}
      <ul className="flex flex-col">
        {items.map((profile) => (
          <Channel
            key={profile.id}
            profile={profile}
            mayEdit={mayEdit}
            onVerify={() => verify(profile)}
            onRemove={() => remove(profile)}
          />
        ))}
      </ul>
      <Suspense>
        {adding && <ChannelDialog customerId={customer.id} onSaved={changed} onClose={() => setAdding(false)} />}
      </Suspense>
    </section>
  );
}

function useChannelWrites(customerId: string) {
  const client = useQueryClient();
  const refresh = useRefresh(customerId);
  const changed = () => Promise.all([refresh(), askAgain(client, ['listProfiles', 'listProfileConflicts'])]);
  const write = useMutation({ mutationFn: (run: () => Promise<unknown>) => run(), onSettled: changed });
  return { write, changed };
}

type ChannelProps = { profile: ProfileOut; mayEdit: boolean; onVerify: () => void; onRemove: () => void };
function Channel({ profile, mayEdit, onVerify, onRemove }: ChannelProps) {
  const { t } = useTranslation('records/profiles');
  const { timeZone } = usePlace();
  const { channel, handle, display_name, verified, last_seen_at } = profile;
  return (
    <li className="flex min-h-row items-center gap-2 px-1.5 text-sm">
      <Radio size={16} aria-hidden className="shrink-0 text-muted" />
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2">
        <span className="min-w-0 truncate">{handle}</span>
        {display_name && <span className="truncate text-muted">{display_name}</span>}
        <span className="text-muted text-xs">{t(`kinds.${channelKind(channel)}`)}</span>
        {verified && <Badge tone="positive">{t('verifiedBadge')}</Badge>}
      </span>
      <span className="shrink-0 text-muted text-xs max-sm:hidden">
        {t('seen')} <RelativeTime at={last_seen_at} timeZone={timeZone} />
      </span>
      {mayEdit && (
        <Menu align="end" trigger={<IconButton size="sm" icon={Ellipsis} label={t('options', { name: handle })} />}>
          <MenuItem icon={BadgeCheck} onClick={onVerify}>
            {t(verified ? 'markUnverified' : 'markVerified')}
          </MenuItem>
          <MenuItem icon={Trash2} danger onClick={onRemove}>
            {t('remove')}
          </MenuItem>
        </Menu>
      )}
    </li>
  );
}
