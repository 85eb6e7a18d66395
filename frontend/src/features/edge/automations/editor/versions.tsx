import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listAutomationVersionsOptions } from '@/api/gen/@tanstack/react-query.gen';
import { usePlace } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { RelativeTime } from '@/components/relative-time';
import { SettingsGroup } from '@/components/settings-group';

/** Who saved its flow when. */
export function Versions({ automationId }: { automationId: string }) {
  const { t } = useTranslation('edge/automations');
  const { timeZone } = usePlace();
  const versions = useQuery({
    ...listAutomationVersionsOptions({ path: { automation_id: automationId }, query: { limit: 50 } }),
    staleTime: 0,
  });
  return (
    <SettingsGroup title={t('versions.title')} text={t('versions.text')}>
      {versions.error && <ProblemNotice error={versions.error} retry={() => void versions.refetch()} />}
      <ol className="divide-y border-y">
        {versions.data?.items.map(({ number, author, created_at }) => (
          <li key={number} className="flex min-h-row flex-wrap items-center gap-x-3 py-1 text-sm">
            <span className="font-medium">{t('versions.number', { number })}</span>
            <span className="min-w-0 flex-1 truncate">{author.name}</span>
            <RelativeTime at={created_at} timeZone={timeZone} className="text-muted text-xs" />
          </li>
        ))}
      </ol>
    </SettingsGroup>
  );
}
