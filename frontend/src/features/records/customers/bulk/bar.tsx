import { useQueryClient } from '@tanstack/react-query';
import { Ellipsis, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobOut } from '@/api/gen/types.gen';
import { useMe } from '@/api/session';
import { NARROW, useMedia } from '@/lib/use-media';
import { type BulkEntry, bulkEntries } from '@/sockets/bulk';
import { countOf, isNothing, type Selection } from '@/sockets/selection';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { Menu, MenuItem } from '@/ui/menu';
import { useCountText } from './form';
import { namesOf } from './known';
import type { BulkAction } from './model';
import { BulkProgress } from './progress';
import type { BulkJob } from './run';

const BulkResult = lazy(() => import('./result'));

type Props = {
  selection: Selection;
  onClear: () => void;
};

/**
 * Floats over the list while something is selected: how many, what can be done with them, and how far that is. Once
 * mounted (lazily, with the first selection) it stays and shows itself when there is a reason.
 */
export default function BulkBar({ selection, onClear }: Props) {
  const { t } = useTranslation('records/customers');
  const [asking, setAsking] = useState<BulkEntry | null>(null);
  const [run, setRun] = useState<BulkJob | null>(null);
  const [refused, setRefused] = useState<JobOut | null>(null);
  const client = useQueryClient();
  const nothing = isNothing(selection);
  const started = (jobId: string, action: BulkAction) => {
    setAsking(null);
    const names = selection.kind === 'ids' ? namesOf(client, selection.ids) : [];
    setRun({ jobId, action, customers: names });
    if (action.type === 'delete') onClear();
  };
  return (
    <>
      {(run || !nothing) && (
        <section
          aria-label={t('bulk.label')}
          className="absolute inset-x-0 bottom-4 z-30 mx-auto flex min-h-12 w-fit max-w-[calc(100%-1.5rem)] flex-wrap items-center gap-x-1 gap-y-0.5 rounded-lg border bg-surface py-1.5 ps-4 pe-1.5 shadow-float"
        >
          {run ? (
            <BulkProgress
              key={run.jobId}
              run={run}
              onEnded={(ended) => {
                setRun(null);
                setRefused(ended);
              }}
            />
          ) : (
            <Choices selection={selection} onClear={onClear} onChoose={setAsking} />
          )}
        </section>
      )}
      <Suspense>
        {asking && <asking.dialog selection={selection} onStarted={started} onClose={() => setAsking(null)} />}
        {refused && <BulkResult job={refused} onClose={() => setRefused(null)} />}
      </Suspense>
    </>
  );
}

type ChoicesProps = {
  selection: Selection;
  onClear: () => void;
  onChoose: (entry: BulkEntry) => void;
};

function Choices({ selection, onClear, onChoose }: ChoicesProps) {
  const { t } = useTranslation(['records/customers', 'components', 'names']);
  const { permissions } = useMe();
  const narrow = useMedia(NARROW);
  const countText = useCountText();
  const lockOf = (permission: string) =>
    permissions.includes(permission) ? undefined : t('components:can.missing', { permission });
  const first = narrow
    ? []
    : bulkEntries.filter(({ first: standsOut, permission }) => standsOut && !lockOf(permission));
  const rest = bulkEntries.filter((entry) => !first.includes(entry));
  return (
    <>
      <p role="status" className="pe-2 font-medium text-sm tabular-nums">
        {t('bulk.selected', { who: countText(countOf(selection)) })}
      </p>
      {first.map((entry) => (
        <Button key={entry.id} variant="quiet" onClick={() => onChoose(entry)}>
          <entry.icon size={16} aria-hidden />
          {t(`names:${entry.label}`)}
        </Button>
      ))}
      <Menu
        side="top"
        align="end"
        trigger={
          narrow ? (
            <Button>{t('bulk.menu')}</Button>
          ) : (
            <IconButton icon={Ellipsis} label={t('bulk.more')} tooltipSide="top" />
          )
        }
      >
        {rest.map((entry) => (
          <MenuItem
            key={entry.id}
            icon={entry.icon}
            danger={entry.danger}
            disabled={Boolean(lockOf(entry.permission))}
            hint={lockOf(entry.permission)}
            onClick={() => onChoose(entry)}
          >
            {t(`names:${entry.label}`)}
          </MenuItem>
        ))}
      </Menu>
      <IconButton icon={X} label={t('bulk.clear')} tooltipSide="top" onClick={onClear} />
    </>
  );
}
