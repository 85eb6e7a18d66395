import { Link } from '@tanstack/react-router';
import { CircleCheck, CircleStop, CircleX, Download, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ImportOut } from '@/api/gen/types.gen';
import { cn } from '@/lib/cn';
import { formatNumber } from '@/lib/format';
import { buttonLook } from '@/ui/button';
import { COUNTS, type Counts, type Run } from '../../run';
import { keptDraft } from '../wizard/use-draft';

/** Created, updated, unchanged, rejected. */
export function Counters({ counts }: { counts: Counts }) {
  const { t, i18n } = useTranslation('records/transfers/imports');
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-4">
      {COUNTS.map((name) => (
        <div key={name} className="flex flex-col-reverse bg-surface px-4 py-3">
          <dt className="text-muted text-sm">{t(`counters.${name}`)}</dt>
          <dd
            className={cn(
              'font-semibold text-xl tabular-nums',
              name === 'rejected' && counts.rejected > 0 && 'text-danger-ink',
            )}
          >
            {formatNumber(counts[name], i18n.resolvedLanguage)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const icons = { succeeded: CircleCheck, cancelled: CircleStop, failed: CircleX, ended: CircleCheck };
const inks = {
  succeeded: 'text-positive-ink',
  cancelled: 'text-caution-ink',
  failed: 'text-danger-ink',
  ended: 'text-muted',
};

/** What became of an import that is over, and where to go from here. */
export function Result({ found, run }: { found: ImportOut; run: Run }) {
  const { t } = useTranslation('records/transfers/imports');
  const { counts, errorsUrl } = run;
  const state = run.state in icons ? (run.state as keyof typeof icons) : 'ended';
  const Icon = icons[state];
  const whole = state === 'succeeded' && counts.rejected === 0;
  return (
    <section aria-labelledby="outcome" className="flex flex-col gap-4 py-3">
      <div className="flex items-start gap-2.5">
        <Icon size={20} aria-hidden className={cn('shrink-0', inks[state])} />
        <div role="status" className="min-w-0">
          <h2 id="outcome" className="font-medium text-base">
            {t(`result.${whole ? 'whole' : state}`)}
          </h2>
          <p className="text-muted text-sm">
            {run.error ?? t(`result.text.${whole ? 'whole' : state}`, { done: run.done })}
          </p>
        </div>
      </div>
      {state !== 'ended' && <Counters counts={counts} />}
      <div className="flex flex-wrap gap-2">
        {counts.created + counts.updated + counts.unchanged > 0 && <ShowImported importId={found.id} />}
        {errorsUrl && (
          <a href={errorsUrl} download className={buttonLook()}>
            <Download size={16} aria-hidden />
            {t('result.download', { count: counts.rejected })}
          </a>
        )}
        <Link to="/imports/new" className={buttonLook()}>
          {t('list.new')}
        </Link>
      </div>
    </section>
  );
}

/** The customers of this import: those with its tags, else those of its folder, as far as this browser knows them. */
function ShowImported({ importId }: { importId: string }) {
  const { t } = useTranslation('records/transfers/imports');
  const draft = keptDraft(importId);
  const search = draft?.tagIds.length ? { tags: draft.tagIds } : draft?.folderId ? { folder: draft.folderId } : {};
  const text = draft?.tagIds.length ? 'result.showTagged' : draft?.folderId ? 'result.showFolder' : 'result.showAll';
  return (
    <Link to="/w" search={search} className={buttonLook({ variant: 'primary' })}>
      <Users size={16} aria-hidden />
      {t(text)}
    </Link>
  );
}
