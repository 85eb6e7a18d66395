import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, PauseCircle, Pencil, PlayCircle, UserMinus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listMembersQueryKey, updateMemberMutation } from '@/api/gen/@tanstack/react-query.gen';
import type { MemberOut } from '@/api/gen/types.gen';
import { useMay, useMe } from '@/api/session';
import { RelativeTime } from '@/components/relative-time';
import { Avatar } from '@/ui/avatar';
import { Badge } from '@/ui/badge';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem, MenuRule } from '@/ui/menu';
import { notify } from '@/ui/toast/manager';

const MemberDialog = lazy(() => import('./member-dialog'));
const RemoveDialog = lazy(() => import('./remove-dialog'));

/** One person: who, what they may do, when they were last here, and what can be done about it. */
export function MemberRow({ member }: { member: MemberOut }) {
  const { t } = useTranslation('access/members');
  const { member: own } = useMe();
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const mayManage = useMay('members:manage') && member.state !== 'removed';
  return (
    <li className="flex min-h-14 items-center gap-3 py-2">
      <Avatar id={member.id} name={member.name} src={member.avatar_url} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 font-medium text-sm">
          <span className="truncate">{member.name}</span>
          {member.id === own.id && <span className="font-normal text-muted text-xs">{t('you')}</span>}
          {member.state !== 'active' && (
            <Badge tone={member.state === 'suspended' ? 'caution' : 'neutral'}>{t(`states.${member.state}`)}</Badge>
          )}
        </p>
        <p className="truncate text-muted text-xs">
          {member.email}
          <span className="sm:hidden"> · {member.role.name}</span>
        </p>
      </div>
      <div className="w-44 text-sm max-sm:hidden">
        <p className="truncate">{member.role.name}</p>
        <p className="truncate text-muted text-xs">{t(`visibility.${member.visibility}`)}</p>
      </div>
      <p className="w-32 text-end text-muted text-xs max-md:hidden">
        {member.last_seen_at ? <RelativeTime at={member.last_seen_at} /> : t('neverSeen')}
      </p>
      {mayManage && <Actions member={member} onOpen={setOpen} />}
      <Suspense>
        {open === 'edit' && <MemberDialog member={member} onClose={() => setOpen(null)} />}
        {open === 'remove' && <RemoveDialog member={member} onClose={() => setOpen(null)} />}
      </Suspense>
    </li>
  );
}

function Actions({ member, onOpen }: { member: MemberOut; onOpen: (what: 'edit' | 'remove') => void }) {
  const { t } = useTranslation('access/members');
  const client = useQueryClient();
  const { member: own } = useMe();
  const update = useMutation({
    ...updateMemberMutation(),
    onSuccess: () => client.invalidateQueries({ queryKey: listMembersQueryKey() }),
  });
  const turn = (state: 'active' | 'suspended') =>
    update.mutateAsync({ path: { member_id: member.id }, body: { state } }).catch(() => undefined);
  const suspend = async () => {
    if (!(await turn('suspended'))) return;
    notify({ title: t('suspended', { name: member.name }), undo: () => void turn('active') });
  };
  const self = member.id === own.id;
  const because = self ? t('notYourself') : undefined;
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={Ellipsis} label={t('actionsOf', { name: member.name })} busy={update.isPending} />}
    >
      <MenuItem icon={Pencil} onClick={() => onOpen('edit')}>
        {t('edit.action')}
      </MenuItem>
      {member.state === 'active' ? (
        <MenuItem icon={PauseCircle} disabled={self} hint={because} onClick={() => void suspend()}>
          {t('suspend')}
        </MenuItem>
      ) : (
        <MenuItem icon={PlayCircle} onClick={() => void turn('active')}>
          {t('resume')}
        </MenuItem>
      )}
      <MenuRule />
      <MenuItem icon={UserMinus} danger disabled={self} hint={because} onClick={() => onOpen('remove')}>
        {t('remove.action')}
      </MenuItem>
    </Menu>
  );
}
