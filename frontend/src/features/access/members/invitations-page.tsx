import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Mail, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  listInvitationsInfiniteOptions,
  listInvitationsQueryKey,
  resendInvitationMutation,
} from '@/api/gen/@tanstack/react-query.gen';
import { deleteInvitation } from '@/api/gen/sdk.gen';
import type { InvitationOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { Confirm } from '@/components/confirm';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { RelativeTime } from '@/components/relative-time';
import { Badge } from '@/ui/badge';
import { IconButton } from '@/ui/icon-button';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { PeopleFrame } from './frame';

const tones = { open: 'info', accepted: 'positive', revoked: 'neutral', expired: 'caution' } as const;

/** Who was asked and has not come yet, and who was before. */
export function InvitationsPage() {
  const { t } = useTranslation('access/members');
  const may = useMay('members:manage');
  const invitations = useInfiniteQuery({
    ...listInvitationsInfiniteOptions({ query: { limit: 50 } }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next_cursor,
    enabled: may,
  });
  const items = invitations.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <PeopleFrame place="invitations">
      {!may && <EmptyState kind="permission" title={t('noInvitationsRight')} />}
      {may && invitations.isPending && <SkeletonLines lines={5} className="mt-4" />}
      {invitations.error && (
        <ProblemNotice className="mt-3" error={invitations.error} retry={() => void invitations.refetch()} />
      )}
      {invitations.data && items.length === 0 && (
        <EmptyState icon={Mail} title={t('noInvitations')} text={t('noInvitationsText')} />
      )}
      {items.length > 0 && (
        <ul aria-label={t('invitations')} className="divide-y border-b">
          {items.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} />
          ))}
        </ul>
      )}
      <MoreButton of={invitations} className="mt-3">
        {t('more')}
      </MoreButton>
    </PeopleFrame>
  );
}

function InvitationRow({ invitation }: { invitation: InvitationOut }) {
  const { t } = useTranslation('access/members');
  const client = useQueryClient();
  const [revoking, setRevoking] = useState(false);
  const { id, email, role, state } = invitation;
  const refresh = () => client.invalidateQueries({ queryKey: listInvitationsQueryKey() });
  const resend = useMutation({
    ...resendInvitationMutation(),
    onSuccess: async () => {
      await refresh();
      notify({ title: t('invite.sent', { email }), tone: 'positive' });
    },
  });
  return (
    <li className="flex min-h-14 items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium text-sm">{email}</p>
        <p className="text-muted text-xs">
          {role.name} · {t('invitedBy', { name: invitation.invited_by_name })} ·{' '}
          <RelativeTime at={invitation.sent_at} />
        </p>
      </div>
      <Badge tone={tones[state]}>{t(`invitationStates.${state}`)}</Badge>
      {(state === 'open' || state === 'expired') && (
        <IconButton
          icon={Send}
          label={t('resend', { email })}
          busy={resend.isPending}
          onClick={() => resend.mutate({ path: { invitation_id: id } })}
        />
      )}
      {state === 'open' && (
        <IconButton icon={Trash2} label={t('revoke.of', { email })} onClick={() => setRevoking(true)} />
      )}
      <Confirm
        open={revoking}
        onOpenChange={setRevoking}
        danger
        title={t('revoke.title', { email })}
        text={t('revoke.text')}
        confirmLabel={t('revoke.action')}
        onConfirm={async () => {
          await deleteInvitation({ path: { invitation_id: id }, throwOnError: true });
          await refresh();
        }}
      />
    </li>
  );
}
