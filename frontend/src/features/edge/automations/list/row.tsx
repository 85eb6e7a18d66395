import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AutomationSummary } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { RelativeTime } from '@/components/relative-time';
import { Badge } from '@/ui/badge';
import { AutomationMenu } from '../menu';
import { OnOff } from '../on-off';
import type { Words } from '../shared/words';

type Props = { automation: AutomationSummary; words: Words; mayWrite: boolean; onOpen: (id: string) => void };

/** One automation of the list. */
export function AutomationRow({ automation, words, mayWrite, onOpen }: Props) {
  const { t } = useTranslation('edge/automations');
  const { timeZone } = usePlace();
  const { id, name, trigger_kind, event_types, last_run_at, next_run_at, active_runs, failed_runs } = automation;
  const starts =
    trigger_kind === 'event' ? words.trigger({ kind: 'event', event_types }) : t(`trigger.kinds.${trigger_kind}`);
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
      <Link
        to="/automations/$automationId"
        params={{ automationId: id }}
        className="flex min-w-0 flex-1 basis-56 flex-col rounded-md px-1.5 py-1 hover:bg-hover"
      >
        <span className="truncate font-medium text-sm">{name}</span>
        <span className="truncate text-muted text-xs">{starts}</span>
        <span className="text-muted text-xs">
          {last_run_at ? (
            <>
              {t('runs.last')} <RelativeTime at={last_run_at} timeZone={timeZone} />
            </>
          ) : (
            t('runs.never')
          )}
          {next_run_at && (
            <>
              {' · '}
              {t('runs.next')} <RelativeTime at={next_run_at} timeZone={timeZone} />
            </>
          )}
        </span>
      </Link>
      {active_runs > 0 && <Badge tone="info">{t('runs.active', { count: active_runs })}</Badge>}
      {failed_runs > 0 && (
        <Link
          to="/automations/$automationId"
          params={{ automationId: id }}
          search={{ tab: 'runs', state: 'failed' }}
          className="rounded-full"
        >
          <Badge tone="danger">{t('runs.failed', { count: failed_runs })}</Badge>
        </Link>
      )}
      <OnOff automation={automation} readOnly={!mayWrite} />
      <AutomationMenu automation={automation} onOpen={onOpen} />
    </li>
  );
}
