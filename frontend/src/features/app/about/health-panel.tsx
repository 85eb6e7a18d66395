import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, CircleDashed, CircleX, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { type Check, type Health, healthQuery } from './health';

type State = Health['state'] | 'asking';
const faces: Record<State, { icon: LucideIcon; colour: string }> = {
  asking: { icon: CircleDashed, colour: 'text-muted' },
  ready: { icon: CircleCheck, colour: 'text-positive-ink' },
  degraded: { icon: CircleAlert, colour: 'text-caution-ink' },
  unreachable: { icon: CircleX, colour: 'text-danger-ink' },
};

/** What `/health/ready` says, now. Only the one-line verdict is announced, and only when it changes. */
export function HealthPanel() {
  const { t } = useTranslation('app/about');
  const { data } = useQuery(healthQuery);
  const state: State = data?.state ?? 'asking';
  const { icon: Icon, colour } = faces[state];
  return (
    <section aria-labelledby="health" className="self-start rounded-lg border bg-surface">
      <div className="border-b p-4">
        <h2 id="health" className="text-muted text-sm">
          {t('health.title')}
        </h2>
        <p role="status" className={cn('mt-1 flex items-center gap-2 font-medium text-lg', colour)}>
          <Icon size={16} aria-hidden className="shrink-0" />
          {t(`health.${state}`)}
        </p>
      </div>
      {state === 'unreachable' && <p className="border-b p-4 text-muted text-sm">{t('health.unreachableText')}</p>}
      {data && data.checks.length > 0 && (
        <ul className="divide-y px-4">
          {data.checks.map((check) => (
            <CheckRow key={check.name} check={check} />
          ))}
        </ul>
      )}
      <dl className="flex justify-between border-t p-4 text-sm">
        <dt className="text-muted">{t('health.version')}</dt>
        <dd>{data?.version || '–'}</dd>
      </dl>
    </section>
  );
}

function CheckRow({ check }: { check: Check }) {
  const { t } = useTranslation('app/about');
  const name = (['database', 'redis'] as const).find((word) => word === check.name);
  const state = (['ok', 'unreachable'] as const).find((word) => word === check.detail);
  return (
    <li className="flex items-baseline gap-3 py-2.5 text-sm">
      <span className="shrink-0">{name ? t(`health.parts.${name}`) : check.name}</span>
      <span className={cn('min-w-0 flex-1 text-end', check.ok ? 'text-muted' : 'font-medium text-caution-ink')}>
        {state ? t(`health.states.${state}`) : check.detail}
      </span>
    </li>
  );
}
