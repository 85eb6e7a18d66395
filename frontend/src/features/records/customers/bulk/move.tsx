import { useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allFields, allFolders } from '@/api/catalogues';
import { ProblemNotice } from '@/components/problem';
import type { BulkDialogProps } from '@/sockets/bulk';
import { countOf } from '@/sockets/selection';
import { Dot } from '@/ui/chip';
import { Field } from '@/ui/field';
import { Select } from '@/ui/select';
import { BulkForm } from './form';
import { useKnown } from './known';
import { neededIn, type StatusChange, statusChanges, statusesIn, statusesOf } from './model';

const NONE = 'none';
const BY_NAME = 'by_name';

/** Chooses the folder and shows what becomes of every status before anything is moved. */
export default function BulkMove(props: BulkDialogProps) {
  const { t } = useTranslation('records/customers');
  const { selection } = props;
  const folders = useQuery(allFolders);
  const fields = useQuery(allFields());
  const known = useKnown(selection);
  const [target, setTarget] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string>(BY_NAME);
  const writable = (folders.data ?? []).filter(({ level }) => level === 'write' || level === 'manage');
  const folder = writable.find(({ id }) => id === target) ?? null;
  const statusId = chosen === BY_NAME ? null : chosen;
  const within = selection.kind === 'matching' ? (selection.filter.folder_id ?? undefined) : undefined;
  const before = known ? statusesOf(known) : statusesIn(folders.data ?? [], within);
  const needed = neededIn(fields.data ?? [], folder?.id ?? null);
  const unseen = known ? countOf(selection) - known.length : 0;
  return (
    <BulkForm
      {...props}
      title={t('bulk.move.title')}
      submitLabel={t('bulk.move.submit')}
      action={target ? { type: 'move', folder_id: folder?.id ?? null, ...(statusId && { status_id: statusId }) } : null}
    >
      {folders.isError && <ProblemNotice error={folders.error} retry={() => void folders.refetch()} />}
      <Field label={t('bulk.move.to')}>
        <Select
          aria-label={t('bulk.move.to')}
          value={target}
          placeholder={t('bulk.move.choose')}
          onValueChange={(next) => {
            setTarget(next);
            setChosen(BY_NAME);
          }}
          items={[
            ...writable.map(({ id, name, colour }) => ({ value: id, label: name, before: <Dot colour={colour} /> })),
            { value: NONE, label: t('bulk.move.none') },
          ]}
        />
      </Field>
      {folder && folder.statuses.length > 0 && (
        <Field label={t('bulk.move.status')}>
          <Select
            aria-label={t('bulk.move.status')}
            value={chosen}
            onValueChange={setChosen}
            items={[
              { value: BY_NAME, label: t('bulk.move.byName'), hint: t('bulk.move.byNameHint') },
              ...folder.statuses.map(({ id, name, colour }) => ({
                value: id,
                label: t('bulk.move.all', { name }),
                before: <Dot colour={colour} />,
              })),
            ]}
          />
        </Field>
      )}
      {target && <Preview changes={statusChanges(before, folder, statusId)} unseen={unseen} />}
      {target && needed.length > 0 && (
        <p className="rounded-md bg-caution-soft px-3 py-2 text-sm">
          {t('bulk.move.needed', { names: needed.map(({ label }) => label).join(', ') })}
        </p>
      )}
    </BulkForm>
  );
}

function Preview({ changes, unseen }: { changes: StatusChange[]; unseen: number }) {
  const { t } = useTranslation('records/customers');
  return (
    <section aria-label={t('bulk.move.preview')} className="flex flex-col gap-1">
      <h3 className="font-medium text-sm">{t('bulk.move.preview')}</h3>
      <ul className="divide-y rounded-md border text-sm">
        {changes.map(({ from, count, to, how }) => (
          <li key={from?.name ?? ''} className="flex flex-wrap items-center gap-x-2 gap-y-0.5 px-3 py-1.5">
            <span className="flex min-w-0 items-center gap-1.5">
              <Dot colour={from?.colour ?? null} />
              <span className="truncate">{from?.name ?? t('bulk.move.noStatus')}</span>
              {count !== null && <span className="text-muted text-xs tabular-nums">{count}</span>}
            </span>
            <ArrowRight size={14} aria-hidden className="shrink-0 text-muted rtl:rotate-180" />
            <span className="flex min-w-0 items-center gap-1.5">
              <Dot colour={to?.colour ?? null} />
              <span className="truncate">{to?.name ?? t('bulk.move.noStatus')}</span>
            </span>
            <span className="ms-auto text-muted text-xs">{t(`bulk.move.how.${how}`)}</span>
          </li>
        ))}
      </ul>
      {unseen > 0 && <p className="text-muted text-xs">{t('bulk.move.unseen', { count: unseen })}</p>}
    </section>
  );
}
