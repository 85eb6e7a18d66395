import { useTranslation } from 'react-i18next';
import type { WebhookEndpointCreated } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { SecretDialog } from '@/components/secret-dialog';
import { formatTime } from '@/lib/time';

export default function EndpointSecret({ made, onClose }: { made: WebhookEndpointCreated; onClose: () => void }) {
  const { t, i18n } = useTranslation('edge/webhooks');
  const { timeZone } = usePlace();
  const until = made.previous_secret_until;
  return (
    <SecretDialog
      title={t('secret.title')}
      text={t('secret.text')}
      secret={made.secret}
      copyLabel={t('secret.copy')}
      storedLabel={t('secret.stored')}
      note={
        until
          ? t('secret.oldUntil', { time: formatTime(until, { language: i18n.resolvedLanguage, timeZone }) })
          : undefined
      }
      urgent
      onClose={onClose}
    />
  );
}
