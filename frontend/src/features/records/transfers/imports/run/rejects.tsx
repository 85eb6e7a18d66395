import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { SkeletonLines } from '@/ui/skeleton';
import { previewQuery, rejectsQuery } from '../../queries';
import { CellProblems } from '../preview-rows';

/** The rows that were not taken, in the order of the file, each reason at its cell. */
export function Rejects({ importId, count }: { importId: string; count: number }) {
  const { t } = useTranslation('records/transfers/imports');
  const rejects = useInfiniteQuery(rejectsQuery(importId));
  // The headings are in the file alone. Without them the reasons still say enough.
  const look = useQuery(previewQuery(importId, {}));
  const headings = look.data?.columns.map(({ heading }) => heading);
  const rows = rejects.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-labelledby="rejects" className="py-3">
      <h2 id="rejects" className="font-medium text-base">
        {t('rejects.title', { count })}
      </h2>
      <p className="pb-2 text-muted text-sm">{t('rejects.text')}</p>
      {rejects.isPending && <SkeletonLines lines={4} />}
      {rejects.error && <ProblemNotice error={rejects.error} retry={() => void rejects.refetch()} />}
      <ol className="border-t">
        {rows.map(({ row_number, values, reasons }) => (
          <li key={row_number} className="grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-3 border-b py-2 text-sm">
            <span className="text-muted tabular-nums">
              <span className="sr-only">{t('file.row')} </span>
              {row_number}
            </span>
            <div className="min-w-0">
              <p className="truncate" title={values.join(' · ')}>
                {values.filter((value) => value.trim()).join(' · ')}
              </p>
              <CellProblems problems={reasons} values={values} headings={headings} />
            </div>
          </li>
        ))}
      </ol>
      <MoreButton of={rejects} className="mt-3">
        {t('more')}
      </MoreButton>
    </section>
  );
}
