import type { UseQueryResult } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ImportOut, PreviewOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { cn } from '@/lib/cn';
import { formatBytes } from '@/lib/format';
import { Button } from '@/ui/button';
import { ScrollArea } from '@/ui/scroll-area';
import { SkeletonLines } from '@/ui/skeleton';
import { type Draft, falseEnding, reread } from '../draft';
import { WizardFrame } from '../frame';
import { ReadingForm } from '../reading';
import { columnLetters } from '../targets';

type Props = {
  file: ImportOut;
  look: UseQueryResult<PreviewOut>;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
};

/** How the file is read, and its first rows as they were read. */
export function FileStep({ file, look, draft, change }: Props) {
  const { t, i18n } = useTranslation('records/transfers/imports');
  const { data } = look;
  const wrong = data && falseEnding(file.file_name, data.file.format);
  const notes = [
    ...(wrong && data
      ? [t('file.otherKind', { ending: `.${wrong}`, format: t(`file.formats.${data.file.format as 'csv'}`) })]
      : []),
    ...(data?.file.warnings ?? []),
  ];
  const changed = Object.keys(draft.reading).length > 0;
  return (
    <WizardFrame
      step="file"
      name={file.file_name}
      importId={file.id}
      blocked={!data || look.error ? t('file.unread') : undefined}
    >
      <section className="flex flex-col gap-3 py-5" aria-labelledby="reading">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h2 id="reading" className="font-medium text-base">
            {t('file.title')}
          </h2>
          <p className="text-muted text-sm">{formatBytes(file.file_size, i18n.resolvedLanguage)}</p>
          {changed && (
            <Button variant="link" className="ms-auto" onClick={() => change({ mapping: null, reading: {} })}>
              {t('file.asFound')}
            </Button>
          )}
        </div>
        {look.error && <ProblemNotice error={look.error} retry={() => void look.refetch()} />}
        {data ? (
          <ReadingForm file={data.file} onChange={(reading) => change(reread(draft, reading))} />
        ) : (
          !look.error && <SkeletonLines lines={2} />
        )}
        {notes.length > 0 && (
          <ul className="flex flex-col gap-1 rounded-md bg-caution-soft px-3 py-2 text-sm">
            {notes.map((note) => (
              <li key={note} className="flex items-start gap-2">
                <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-caution-ink" />
                {note}
              </li>
            ))}
          </ul>
        )}
      </section>
      {data ? <FirstRows look={data} stale={look.isPlaceholderData} /> : !look.error && <SkeletonLines lines={10} />}
    </WizardFrame>
  );
}

function FirstRows({ look, stale }: { look: PreviewOut; stale: boolean }) {
  const { t } = useTranslation('records/transfers/imports');
  return (
    <div>
      <h2 className="pb-2 font-medium text-base">{t('file.firstRows', { count: look.rows.length })}</h2>
      {look.rows.length === 0 && <p className="text-muted text-sm">{t('file.noRows')}</p>}
      <ScrollArea label={t('file.firstRows', { count: look.rows.length })} className="rounded-md border bg-surface">
        <table aria-busy={stale} className={cn('w-full border-collapse text-sm', stale && 'opacity-60')}>
          <thead>
            <tr className="border-b text-start text-xs">
              <th scope="col" className="h-row whitespace-nowrap px-2 text-end font-medium text-muted">
                {t('file.row')}
              </th>
              {look.columns.map(({ index, heading }) => (
                <th key={index} scope="col" className="h-row max-w-60 whitespace-nowrap px-2 text-start font-medium">
                  <span aria-hidden className="me-1.5 font-normal text-muted">
                    {columnLetters(index)}
                  </span>
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {look.rows.map(({ number, values }) => (
              <tr key={number} className="border-b last:border-b-0">
                <td className="h-row whitespace-nowrap px-2 text-end text-muted tabular-nums">{number}</td>
                {look.columns.map(({ index }) => (
                  <td key={index} className="h-row max-w-60 truncate px-2" title={values[index]}>
                    {values[index]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </div>
  );
}
