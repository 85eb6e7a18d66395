import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allFolders } from '@/api/catalogues';
import { EmptyState } from '@/components/empty-state';
import { ProblemNotice } from '@/components/problem';
import type { BulkDialogProps } from '@/sockets/bulk';
import { Dot } from '@/ui/chip';
import { Field } from '@/ui/field';
import { Select } from '@/ui/select';
import { SkeletonLines } from '@/ui/skeleton';
import { BulkForm } from './form';
import { useKnown } from './known';

/** Statuses belong to folders: those of the folders the selection lies in are offered, and who lies elsewhere is counted. */
export default function BulkStatus(props: BulkDialogProps) {
  const { t } = useTranslation('records/customers');
  const { selection } = props;
  const folders = useQuery(allFolders);
  const known = useKnown(selection);
  const [statusId, setStatusId] = useState<string | null>(null);
  const within = known
    ? new Set(known.map(({ folder }) => folder?.id))
    : selection.kind === 'matching' && selection.filter.folder_id?.length
      ? new Set<string | undefined>(selection.filter.folder_id)
      : null;
  const offered = (folders.data ?? []).filter(
    ({ id, statuses, level }) =>
      statuses.length > 0 && (level === 'write' || level === 'manage') && (!within || within.has(id)),
  );
  const items = offered.flatMap(({ name, statuses }) =>
    statuses.map((status) => ({
      value: status.id,
      label: status.name,
      hint: offered.length > 1 ? name : undefined,
      before: <Dot colour={status.colour} />,
    })),
  );
  const home = offered.find(({ statuses }) => statuses.some(({ id }) => id === statusId));
  const elsewhere = known && home ? known.filter(({ folder }) => folder?.id !== home.id).length : 0;
  return (
    <BulkForm
      {...props}
      title={t('bulk.status.title')}
      submitLabel={t('bulk.status.submit')}
      action={statusId ? { type: 'set_status', status_id: statusId } : null}
    >
      {folders.isPending && <SkeletonLines lines={2} />}
      {folders.isError && <ProblemNotice error={folders.error} retry={() => void folders.refetch()} />}
      {folders.isSuccess && items.length === 0 && (
        <EmptyState title={t('bulk.status.none')} text={t('bulk.status.noneText')} />
      )}
      {items.length > 0 && (
        <Field label={t('bulk.status.which')}>
          <Select aria-label={t('bulk.status.which')} value={statusId} onValueChange={setStatusId} items={items} />
        </Field>
      )}
      {elsewhere > 0 && (
        <p className="rounded-md bg-caution-soft px-3 py-2 text-sm">
          {t('bulk.status.elsewhere', { count: elsewhere, name: home?.name })}
        </p>
      )}
      {!known && items.length > 0 && <p className="text-muted text-sm">{t('bulk.status.othersStay')}</p>}
    </BulkForm>
  );
}
