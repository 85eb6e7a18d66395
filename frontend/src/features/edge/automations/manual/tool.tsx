import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listAutomationRunsOptions } from '@/api/gen/@tanstack/react-query.gen';
import { useMay, usePlace } from '@/api/session';
import { RelativeTime } from '@/components/relative-time';
import { Section } from '@/components/section';
import type { ToolProps } from '@/sockets/tools';
import { Button } from '@/ui/button';
import { StateBadge } from '../shared/state-badge';
import { useManualAutomations } from './manual';

const RunAutomation = lazy(() => import('./dialog'));

/** In the right panel: the automations that are started by hand, for the open customer. */
export default function RunTool({ overview: { customer } }: ToolProps) {
  const { t } = useTranslation('edge/automations/shared');
  const { may, list, manual, ready } = useManualAutomations();
  const mayWrite = useMay('automations:write');
  const [running, setRunning] = useState<string | null>(null);
  if (!may || !list.data) return null;
  return (
    <Section name="tools.run" title={t('run.tool')} count={ready.length || undefined}>
      {ready.length === 0 && (
        <p className="text-muted text-sm">
          {t(manual.length ? 'run.off' : 'run.none')}{' '}
          {mayWrite && (
            <Link to="/automations" className="text-accent-ink underline">
              {t('run.make')}
            </Link>
          )}
        </p>
      )}
      <ul className="flex flex-col gap-1">
        {ready.map(({ id, name, description }) => (
          <li key={id} className="flex min-h-row items-center gap-2 text-sm">
            <span className="min-w-0 flex-1 truncate" title={description || undefined}>
              {name}
            </span>
            <Button size="sm" aria-label={t('run.title', { name })} onClick={() => setRunning(id)}>
              <Play size={14} aria-hidden />
              {t('run.start')}
            </Button>
          </li>
        ))}
      </ul>
      <LastRuns customerId={customer.id} />
      <Suspense>
        {running && (
          <RunAutomation
            selection={{ ids: [customer.id] }}
            count={1}
            name={customer.name}
            automationId={running}
            onClose={() => setRunning(null)}
          />
        )}
      </Suspense>
    </Section>
  );
}

/** What automations did with this customer lately. */
function LastRuns({ customerId }: { customerId: string }) {
  const { t } = useTranslation('edge/automations/shared');
  const { timeZone } = usePlace();
  const runs = useQuery(listAutomationRunsOptions({ query: { customer_id: customerId, limit: 3 } }));
  if (!runs.data?.items.length) return null;
  return (
    <>
      <h3 className="pt-3 pb-1 font-medium text-muted text-xs">{t('run.lately')}</h3>
      <ul className="flex flex-col gap-1">
        {runs.data.items.map(({ id, automation_id, automation_name, state, created_at }) => (
          <li key={id} className="flex min-h-row items-center gap-2 text-sm">
            <Link
              to="/automations/$automationId"
              params={{ automationId: automation_id }}
              search={{ tab: 'runs', run: id }}
              className="min-w-0 flex-1 truncate hover:underline"
            >
              {automation_name}
            </Link>
            <RelativeTime at={created_at} timeZone={timeZone} className="shrink-0 text-muted text-xs" />
            <StateBadge state={state} />
          </li>
        ))}
      </ul>
    </>
  );
}
