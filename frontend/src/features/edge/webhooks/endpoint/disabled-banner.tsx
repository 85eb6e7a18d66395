import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WebhookEndpointOut } from '@/api/gen/types.gen';
import { useMay, usePlace } from '@/api/session';
import { formatTime } from '@/lib/time';
import { Button } from '@/ui/button';
import { notify } from '@/ui/toast/manager';
import { useSwitch } from './actions';

type Props = { endpoint: WebhookEndpointOut; onReplay: (since: string) => void };

/** Why an endpoint is told nothing, with the way back; or that it has been failing for some time. */
export function DisabledBanner({ endpoint, onReplay }: Props) {
  const { t, i18n } = useTranslation('edge/webhooks');
  const { timeZone } = usePlace();
  const mayWrite = useMay('webhooks:write');
  const { switchOn, busy } = useSwitch(endpoint);
  const time = (at: string) => formatTime(at, { language: i18n.resolvedLanguage, timeZone });
  const { state, disabled_reason, disabled_at, failing_since } = endpoint;
  if (state === 'enabled' && failing_since) {
    return (
      <p className="mb-4 flex items-start gap-2.5 rounded-md bg-caution-soft px-3 py-2.5 text-sm">
        <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-caution-ink" />
        {t('failingSince', { time: time(failing_since) })}
      </p>
    );
  }
  if (state === 'enabled' || !disabled_at) return null;
  const enable = () => {
    switchOn();
    notify({
      title: t('banner.missed'),
      action: { label: t('banner.replayMissed'), run: () => onReplay(disabled_at) },
      id: 'missed',
    });
  };
  return (
    <section
      aria-labelledby="disabled"
      className="mb-4 flex flex-wrap items-start gap-2.5 rounded-md bg-caution-soft px-3 py-2.5 text-sm"
    >
      <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-caution-ink" />
      <div className="min-w-0 flex-1 basis-60">
        <h2 id="disabled" className="font-medium text-caution-ink">
          {t('banner.title', { time: time(disabled_at) })}
        </h2>
        <p>{disabled_reason && t(`banner.${disabled_reason}`)}</p>
        <p>{t('banner.missed')}</p>
      </div>
      {mayWrite && (
        <Button variant="primary" busy={busy} onClick={enable}>
          {t('enable')}
        </Button>
      )}
    </section>
  );
}
