import { useTranslation } from 'react-i18next';
import type { ApiKeyCreated } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { SecretDialog } from '@/components/secret-dialog';
import { formatTime } from '@/lib/time';

export default function KeySecret({ made, onClose }: { made: ApiKeyCreated; onClose: () => void }) {
  const { t, i18n } = useTranslation('edge/api-keys');
  const { timeZone } = usePlace();
  const until = made.previous_secret_until;
  return (
    <SecretDialog
      title={t('secretTitle', { name: made.name })}
      text={t('secretText')}
      secret={made.secret}
      copyLabel={t('copy')}
      storedLabel={t('stored')}
      note={
        until ? t('oldUntil', { time: formatTime(until, { language: i18n.resolvedLanguage, timeZone }) }) : undefined
      }
      urgent
      onClose={onClose}
    />
  );
}
