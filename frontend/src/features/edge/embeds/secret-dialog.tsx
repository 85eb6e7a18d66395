import { useTranslation } from 'react-i18next';
import type { EmbedTokenCreated } from '@/api/gen/types.gen';
import { SecretDialog } from '@/components/secret-dialog';

export default function TokenSecret({ made, onClose }: { made: EmbedTokenCreated; onClose: () => void }) {
  const { t } = useTranslation('edge/embeds');
  return (
    <SecretDialog
      title={t('secretTitle', { name: made.label })}
      text={t('secretText')}
      secret={made.secret}
      copyLabel={t('copySecret')}
      storedLabel={t('stored')}
      note={made.previous_secret_until ? t('oldWorks') : undefined}
      onClose={onClose}
    />
  );
}
