import { useTranslation } from 'react-i18next';
import type { EmbedTokenCreated } from '@/api/gen/types.gen';
import { CopyButton } from '@/components/copy-button';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';

/** The only time the secret is seen. */
export default function SecretDialog({ made, onClose }: { made: EmbedTokenCreated; onClose: () => void }) {
  const { t } = useTranslation('edge/embeds');
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('secretTitle', { name: made.label })}
      description={t('secretText')}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('stored')}
        </Button>
      }
    >
      <div className="flex items-center gap-1 rounded-md border bg-sunken py-1 ps-3 pe-1">
        <code className="min-w-0 flex-1 break-all font-mono text-sm" data-testid="embed-secret">
          {made.secret}
        </code>
        <CopyButton text={made.secret} label={t('copySecret')} />
      </div>
      {made.previous_secret_until && <p className="mt-3 text-sm">{t('oldWorks')}</p>}
    </Dialog>
  );
}
