import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createExportMutation } from '@/api/gen/@tanstack/react-query.gen';
import type { CustomerFilter, ExportIn } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { formatNumber } from '@/lib/format';
import { useOnline } from '@/lib/use-online';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Segmented } from '@/ui/segmented';
import { ExportRun } from './export-run';

type Format = NonNullable<ExportIn['format']>;
const FORMATS: readonly Format[] = ['csv', 'jsonl', 'vcard'];

type Props = {
  /** Which customers, as the contract has it; `{}` is everybody one may see. */
  filter: CustomerFilter;
  /** These ones instead. */
  customerIds?: string[];
  /** How many that are, when the screen knows. */
  total?: number | null;
  onClose: () => void;
};

/**
 * Writes customers into a file and saves it, from any screen that has a filter. Mount it to open it, and load it lazily:
 * `lazy(() => import('./export-dialog'))`. Needs `customers:export`.
 */
export default function ExportDialog({ filter, customerIds, total, onClose }: Props) {
  const { t, i18n } = useTranslation('records/transfers/shared');
  const [format, setFormat] = useState<Format>('csv');
  const online = useOnline();
  const start = useMutation({ ...createExportMutation(), meta: { inline: true } });
  const jobId = start.data?.job_id;
  const everyone = Object.keys(filter).length === 0;
  const count = customerIds?.length ?? total ?? null;
  const who =
    count !== null
      ? t('some', { count, formatted: formatNumber(count, i18n.resolvedLanguage) })
      : t(everyone ? 'everyone' : 'filtered');
  if (jobId) return <ExportRun jobId={jobId} who={who} onClose={onClose} onAgain={start.reset} />;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title')}
      description={who}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            variant="primary"
            busy={start.isPending}
            disabled={!online || count === 0}
            onClick={() =>
              start.mutate({ body: { format, ...(customerIds ? { customer_ids: customerIds } : { filter }) } })
            }
          >
            {t('start')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Segmented
          label={t('format')}
          value={format}
          onValueChange={setFormat}
          items={FORMATS.map((value) => ({ value, label: t(`formats.${value}`) }))}
        />
        <p className="text-muted text-sm">{t(`hints.${format}`)}</p>
        <p className="text-muted text-sm">{t('visible')}</p>
        {!online && <p className="text-caution-ink text-sm">{t('offline')}</p>}
        {start.error && <ProblemNotice error={start.error} />}
      </div>
    </Dialog>
  );
}
