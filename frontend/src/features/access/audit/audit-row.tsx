import { ArrowRight, ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@/api/gen/types.gen';
import { usePlace } from '@/api/session';
import { cn } from '@/lib/cn';
import { formatClock, formatTime } from '@/lib/time';
import { Badge } from '@/ui/badge';
import { showValue } from './kinds';

/** One event as a sentence; opened, what changed and how to find it in the log of the server. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const { t, i18n } = useTranslation('access/audit');
  const { timeZone } = usePlace();
  const id = useId();
  const [open, setOpen] = useState(false);
  const place = { language: i18n.resolvedLanguage, timeZone };
  const changes = Object.entries(entry.changes);
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex min-h-10 w-full items-center gap-3 py-1.5 text-start text-sm hover:bg-hover focus-visible:-outline-offset-2"
      >
        <time
          dateTime={entry.occurred_at}
          title={formatTime(entry.occurred_at, place)}
          className="w-16 shrink-0 text-muted text-xs tabular-nums"
        >
          {formatClock(entry.occurred_at, place)}
        </time>
        <span className="min-w-0 flex-1">{entry.sentence}</span>
        <Badge className="max-sm:hidden">{entry.type}</Badge>
        <ChevronDown
          size={14}
          aria-hidden
          className={cn('shrink-0 text-muted transition-transform', open && 'rotate-180')}
        />
      </button>
      <div id={id} hidden={!open} className="pb-3 text-sm sm:ps-19">
        {changes.length === 0 && <p className="text-muted">{t('noChanges')}</p>}
        {changes.length > 0 && (
          <dl className="flex flex-col gap-1.5">
            {changes.map(([name, { before, after }]) => (
              <div key={name} className="grid gap-x-4 sm:grid-cols-[10rem_1fr]">
                <dt className="truncate text-muted">{name}</dt>
                <dd className="flex min-w-0 flex-wrap items-center gap-1.5">
                  <del className="min-w-0 break-words rounded-sm bg-danger-soft px-1 text-danger-ink">
                    {showValue(before) || t('nothing')}
                  </del>
                  <ArrowRight size={14} aria-label={t('became')} className="shrink-0 text-muted rtl:rotate-180" />
                  <ins className="min-w-0 break-words rounded-sm bg-positive-soft px-1 text-positive-ink no-underline">
                    {showValue(after) || t('nothing')}
                  </ins>
                </dd>
              </div>
            ))}
          </dl>
        )}
        {entry.request_id && (
          <p className="mt-2 text-muted text-xs">
            {t('request')} <code className="break-all font-mono">{entry.request_id}</code>
          </p>
        )}
      </div>
    </li>
  );
}
