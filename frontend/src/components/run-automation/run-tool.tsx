import { Link } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { Section } from '@/components/section';
import { Button } from '@/ui/button';
import { useManualAutomations } from './manual';

const RunAutomation = lazy(() => import('./run-automation'));

/** In the right panel: the automations that are started by hand, for the open customer. */
export default function RunTool({ customer }: { customer: { id: string; name: string } }) {
  const { t } = useTranslation('automation');
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
