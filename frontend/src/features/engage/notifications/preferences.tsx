import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  getNotificationPreferencesOptions,
  sendNotificationDigestMutation,
  updateNotificationPreferencesMutation,
} from '@/api/gen/@tanstack/react-query.gen';
import type { KindPreferenceOut, NotificationPreferencesOut, NotificationPreferencesPatch } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { SettingsGroup } from '@/components/settings-group';
import { writeAhead } from '@/lib/optimistic';
import { notices } from '@/sockets/notices';
import { Button } from '@/ui/button';
import { Combobox } from '@/ui/combobox';
import { Field } from '@/ui/field';
import { Select } from '@/ui/select';
import { SkeletonLines } from '@/ui/skeleton';
import { Switch } from '@/ui/switch';
import { notify } from '@/ui/toast/manager';

const RHYTHMS = ['off', 'hourly', 'daily'] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));
const query = getNotificationPreferencesOptions();

/** What a person is told, where, and when digests come. Every choice holds at once. */
export function NotificationPreferences() {
  const { t } = useTranslation(['engage/notifications', 'names']);
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(query);
  const { mutate: change } = useMutation({
    ...updateNotificationPreferencesMutation(),
    onMutate: ({ body }) =>
      writeAhead<NotificationPreferencesOut>(client, [query.queryKey], (cached) => changed(cached, body)),
    onSuccess: () => notify({ id: 'notification-preferences', title: t('preferences.saved') }),
    onError: (_error, _variables, context) => context?.undo(),
    onSettled: () => client.invalidateQueries({ queryKey: query.queryKey }),
  });
  const digest = useMutation({
    ...sendNotificationDigestMutation(),
    onSuccess: ({ unread }) =>
      notify({ title: unread ? t('preferences.sent', { count: unread }) : t('preferences.nothing') }),
  });
  return (
    <SettingsGroup
      id="notifications"
      title={t('preferences.title')}
      text={t('preferences.text')}
      actions={
        <Button busy={digest.isPending} onClick={() => digest.mutate({})}>
          {t('preferences.now')}
        </Button>
      }
    >
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {!data && !error && <SkeletonLines lines={6} />}
      {data && (
        <div className="flex flex-col gap-5">
          <ul className="divide-y border-y">
            {data.kinds.map((kind) => (
              <Row key={kind.kind} kind={kind} onChange={(patch) => change({ body: { kinds: [patch] } })} />
            ))}
          </ul>
          <Times data={data} onChange={(body) => change({ body })} />
        </div>
      )}
    </SettingsGroup>
  );
}

type RowProps = {
  kind: KindPreferenceOut;
  onChange: (patch: { kind: string; in_app?: boolean; email?: KindPreferenceOut['email'] }) => void;
};
function Row({ kind: { kind, label, in_app, email }, onChange }: RowProps) {
  const { t } = useTranslation(['engage/notifications', 'names']);
  const known = notices.find((notice) => notice.kind === kind);
  const what = known ? t(`names:${known.label}`) : label;
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 py-3">
      <div className="min-w-48 flex-1">
        <p className="text-sm">{what}</p>
        {known?.mailed && <p className="text-muted text-xs">{t('preferences.alsoMailed')}</p>}
      </div>
      <span className="flex items-center gap-2 text-muted text-sm">
        <Switch
          aria-label={t('preferences.inAppOf', { what })}
          checked={in_app}
          onCheckedChange={(shown) => onChange({ kind, in_app: shown })}
        />
        <span aria-hidden>{t('preferences.inApp')}</span>
      </span>
      <span className="flex items-center gap-2 text-muted text-sm">
        <span aria-hidden>{t('preferences.email')}</span>
        <Select
          className="w-36"
          aria-label={t('preferences.emailOf', { what })}
          value={email}
          onValueChange={(rhythm) => onChange({ kind, email: rhythm })}
          items={RHYTHMS.map((value) => ({ value, label: t(`preferences.rhythms.${value}`) }))}
        />
      </span>
    </li>
  );
}

type TimesProps = { data: NotificationPreferencesOut; onChange: (patch: NotificationPreferencesPatch) => void };
function Times({ data, onChange }: TimesProps) {
  const { t } = useTranslation('engage/notifications');
  const { timeZone } = usePlace();
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((id) => id !== 'UTC')].map((id) => ({
    id,
    name: id.replaceAll('_', ' '),
  }));
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t('preferences.hour')}>
        <Select value={String(data.hour)} onValueChange={(hour) => onChange({ hour: Number(hour) })} items={HOURS} />
      </Field>
      <Field label={t('preferences.zone')}>
        <Combobox
          items={zones}
          value={zones.find(({ id }) => id === data.time_zone) ?? null}
          onValueChange={(zone) => onChange({ time_zone: zone?.id ?? null })}
          placeholder={t('preferences.zoneDefault', { zone: timeZone })}
          clearable
        />
      </Field>
    </div>
  );
}

/** The preferences as they will be, for what is shown meanwhile. */
const changed = (
  cached: NotificationPreferencesOut,
  { kinds = [], ...times }: NotificationPreferencesPatch,
): NotificationPreferencesOut => ({
  ...cached,
  ...times,
  kinds: cached.kinds.map((kind) => ({ ...kind, ...kinds.find((patch) => patch.kind === kind.kind) })),
});
