import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Monitor, Smartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import {
  deleteOtherSessionsMutation,
  deleteSessionMutation,
  listSessionsOptions,
  listSessionsQueryKey,
} from '@/api/gen/@tanstack/react-query.gen';
import type { SessionOut } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { RelativeTime } from '@/components/relative-time';
import { SettingsGroup } from '@/components/settings-group';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { browserOf } from './browser';

/** Where the person is signed in. */
export function SessionList() {
  const { t } = useTranslation('access/sessions');
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(listSessionsOptions({ query: { limit: 200 } }));
  const refresh = () => client.invalidateQueries({ queryKey: [{ _id: listSessionsQueryKey()[0]._id }] });
  const end = useMutation({
    ...deleteSessionMutation(),
    onSuccess: async () => {
      notify({ title: t('list.ended') });
      await refresh();
    },
  });
  const others = useMutation({
    ...deleteOtherSessionsMutation(),
    onSuccess: async () => {
      notify({ title: t('list.othersEnded', { count: (data?.items.length ?? 1) - 1 }) });
      await refresh();
    },
  });
  return (
    <SettingsGroup
      id="sessions"
      title={t('list.title')}
      text={t('list.text')}
      actions={
        (data?.items.length ?? 0) > 1 && (
          <Button busy={others.isPending} onClick={() => others.mutate({})}>
            {t('list.others')}
          </Button>
        )
      }
    >
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {!data && !error && <SkeletonLines lines={4} />}
      <ul className="divide-y border-y empty:hidden">
        {data?.items.map((session) => (
          <Row key={session.id} session={session} onEnd={() => end.mutate({ path: { session_id: session.id } })} />
        ))}
      </ul>
    </SettingsGroup>
  );
}

function Row({ session, onEnd }: { session: SessionOut; onEnd: () => void }) {
  const { t } = useTranslation('access/sessions');
  const { timeZone } = usePlace();
  const { browser, system, phone } = browserOf(session.user_agent);
  const Icon = phone ? Smartphone : Monitor;
  const name = browser && system ? t('list.on', { browser, system }) : (browser ?? t('list.unknown'));
  return (
    <li className="flex items-center gap-3 py-3">
      <Icon size={20} aria-hidden className="shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 text-sm">
          <span className="font-medium">{name}</span>
          {session.current && <Badge tone="positive">{t('list.current')}</Badge>}
        </p>
        <p className="text-muted text-xs">
          {session.address} · {session.workspace.name} · {t('list.lastUsed')}{' '}
          <RelativeTime at={session.last_used_at} timeZone={timeZone} />
        </p>
      </div>
      {!session.current && (
        <Button size="sm" aria-label={t('list.endOf', { name })} onClick={onEnd}>
          {t('list.end')}
        </Button>
      )}
    </li>
  );
}
