import { useTranslation } from 'react-i18next';
import type { TrialOut } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { RelativeTime } from '@/components/relative-time';
import { Badge } from '@/ui/badge';
import { Decisions } from './decisions';
import type { FlowStep } from './flow';
import { Trace } from './trace';
import type { Words } from './words';

/** What would have happened with one customer or event. Nothing of it did. */
export function Trial({ trial, words, flow }: { trial: TrialOut; words: Words; flow?: readonly FlowStep[] }) {
  const { t } = useTranslation('edge/automations/shared');
  const { timeZone } = usePlace();
  const { would_run, reason, customer, event_type, occurred_at, error } = trial;
  return (
    <article className="flex flex-col gap-2 rounded-lg border p-3">
      <header className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate font-medium text-sm">{customer?.name ?? t('trial.noCustomer')}</h3>
        {event_type && (
          <span className="text-muted text-xs">
            {words.event(event_type)}
            {occurred_at && (
              <>
                {' · '}
                <RelativeTime at={occurred_at} timeZone={timeZone} />
              </>
            )}
          </span>
        )}
        <Badge tone={error ? 'danger' : would_run ? 'positive' : 'neutral'}>
          {t(would_run ? 'trial.wouldRun' : 'trial.wouldNot')}
        </Badge>
      </header>
      {reason && <p className="text-sm">{t(`reasons.${reason}`)}</p>}
      <Decisions decisions={trial.decisions} words={words} />
      {(would_run || trial.steps.length > 0) && <Trace steps={trial.steps} words={words} flow={flow} dry />}
      {error && <p className="text-danger-ink text-sm">{t('trial.wouldFail', { error })}</p>}
    </article>
  );
}
