import { useTranslation } from 'react-i18next';
import type { RunOut } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { RelativeTime } from '@/components/relative-time';
import { StateBadge } from '../shared/state-badge';

/** One run of the history. */
export function RunRow({ run, onOpen }: { run: RunOut; onOpen: () => void }) {
  const { t } = useTranslation('edge/automations');
  const { timeZone } = usePlace();
  const waits = run.state === 'waiting' && run.step_id;
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="flex min-h-12 w-full flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-1.5 py-1.5 text-start text-sm hover:bg-hover"
      >
        <span className="min-w-0 flex-1 basis-48">
          <span className="block truncate font-medium">{run.customer?.name ?? t('runs.noCustomer')}</span>
          <span className="block truncate text-muted text-xs">
            {t('runs.started')} <RelativeTime at={run.created_at} timeZone={timeZone} />
            {' · '}
            {t('runs.version', { version: run.flow_version })}
          </span>
        </span>
        {waits && run.next_at && (
          <span className="text-muted text-xs">
            {t('runs.goesOn')} <RelativeTime at={run.next_at} timeZone={timeZone} />
          </span>
        )}
        {run.error && <span className="max-w-full truncate text-danger-ink text-xs sm:max-w-72">{run.error}</span>}
        <StateBadge state={run.state} />
      </button>
    </li>
  );
}
