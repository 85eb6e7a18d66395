import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ApiKeyCreated } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { CopyButton } from '@/components/copy-button';
import { formatTime } from '@/lib/time';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';

/** The only time the secret is seen. */
export default function SecretDialog({ made, onClose }: { made: ApiKeyCreated; onClose: () => void }) {
  const { t, i18n } = useTranslation('edge/api-keys');
  const { timeZone } = usePlace();
  const until = made.previous_secret_until;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('secretTitle', { name: made.name })}
      description={t('secretText')}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('stored')}
        </Button>
      }
    >
      <div className="flex items-center gap-1 rounded-md border bg-sunken py-1 ps-3 pe-1">
        <code className="min-w-0 flex-1 break-all font-mono text-sm">{made.secret}</code>
        <CopyButton text={made.secret} label={t('copy')} />
      </div>
      {until && (
        <p className="mt-3 flex items-start gap-2 text-sm">
          <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-caution-ink" />
          {t('oldUntil', { time: formatTime(until, { language: i18n.resolvedLanguage, timeZone }) })}
        </p>
      )}
    </Dialog>
  );
}
