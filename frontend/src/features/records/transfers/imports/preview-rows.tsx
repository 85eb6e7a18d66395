import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellProblemOut, ColumnOut, PreviewOut, PreviewRow } from '@/api/gen/types.gen';
import { Badge } from '@/ui/badge';
import { Segmented } from '@/ui/segmented';

const OUTCOMES = ['created', 'updated', 'unchanged', 'rejected'] as const;
export const tones = { created: 'positive', updated: 'info', unchanged: 'neutral', rejected: 'danger' } as const;

/** What the first rows would come to: the customer as it would be, or what is wrong with which cell. */
export function PreviewRows({ preview }: { preview: PreviewOut }) {
  const { t } = useTranslation('records/transfers/imports');
  const [only, setOnly] = useState<'all' | 'rejected'>('all');
  const { rows, columns } = preview;
  const counts = OUTCOMES.map((outcome) => [outcome, rows.filter((row) => row.outcome === outcome).length] as const);
  const rejected = counts.find(([outcome]) => outcome === 'rejected')?.[1] ?? 0;
  const shown = only === 'rejected' && rejected > 0 ? rows.filter(({ outcome }) => outcome === 'rejected') : rows;
  return (
    <section aria-labelledby="dry-run">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 pb-2">
        <div className="me-auto">
          <h2 id="dry-run" className="font-medium text-base">
            {t('check.firstRows', { count: rows.length })}
          </h2>
          <p className="text-muted text-sm">{t('check.firstRowsText')}</p>
        </div>
        <ul className="flex flex-wrap gap-1.5">
          {counts.map(
            ([outcome, count]) =>
              count > 0 && (
                <li key={outcome}>
                  <Badge tone={tones[outcome]}>
                    {count} {t(`outcomes.${outcome}`)}
                  </Badge>
                </li>
              ),
          )}
        </ul>
        {rejected > 0 && rejected < rows.length && (
          <Segmented
            label={t('check.show')}
            value={only}
            onValueChange={setOnly}
            items={[
              { value: 'all', label: t('check.all') },
              { value: 'rejected', label: t('check.withProblems') },
            ]}
          />
        )}
      </div>
      {rows.length === 0 && <p className="text-muted text-sm">{t('file.noRows')}</p>}
      <ol className="border-t">
        {shown.map((row) => (
          <Row key={row.number} row={row} columns={columns} />
        ))}
      </ol>
    </section>
  );
}

function Row({ row, columns }: { row: PreviewRow; columns: readonly ColumnOut[] }) {
  const { t } = useTranslation('records/transfers/imports');
  const { customer } = row;
  const bool = (value: boolean) => t(value ? 'yes' : 'no');
  const place = [customer?.folder, customer?.status].filter(Boolean).join(' / ');
  const parts = customer
    ? [
        ...customer.emails,
        ...customer.phones,
        customer.location,
        place,
        customer.owner && t('check.owner', { name: customer.owner }),
        ...Object.entries(customer.custom_fields).map(([label, value]) => `${label}: ${textOf(value, bool)}`),
        ...customer.tags.map((tag) => `#${tag}`),
      ].filter(Boolean)
    : [];
  return (
    <li className="grid grid-cols-[2.5rem_minmax(0,1fr)_auto] items-start gap-x-3 border-b py-2 text-sm">
      <span className="text-muted tabular-nums">
        <span className="sr-only">{t('file.row')} </span>
        {row.number}
      </span>
      <div className="min-w-0">
        <p className="truncate font-medium">{customer?.name ?? row.values.find((value) => value.trim())}</p>
        {parts.length > 0 && <p className="line-clamp-2 break-words text-muted">{parts.join(' · ')}</p>}
        <CellProblems problems={row.problems} values={row.values} headings={columns.map(({ heading }) => heading)} />
      </div>
      <Badge tone={tones[row.outcome]}>{t(`outcome.${row.outcome}`)}</Badge>
    </li>
  );
}

/** Values of custom fields come as the contract has them: numbers, texts, amounts, lists. */
function textOf(value: unknown, bool: (value: boolean) => string): string {
  const inner = (each: unknown) => textOf(each, bool);
  if (Array.isArray(value)) return value.map(inner).join(', ');
  if (typeof value === 'object' && value !== null) return Object.values(value).filter(Boolean).map(inner).join(' ');
  if (typeof value === 'boolean') return bool(value);
  return String(value);
}

type ProblemsProps = {
  problems: readonly CellProblemOut[];
  values: readonly string[];
  headings?: readonly string[];
};

/** Why a row is rejected, each reason at its cell. */
export function CellProblems({ problems, values, headings }: ProblemsProps) {
  if (problems.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-col gap-0.5">
      {problems.map(({ column, code, message }) => {
        const value = column === null ? '' : values[column];
        return (
          <li key={`${column} ${code} ${message}`} className="flex items-start gap-1.5">
            <CircleAlert size={14} aria-hidden className="mt-0.5 shrink-0 text-danger-ink" />
            <span className="min-w-0 break-words">
              {column !== null && headings?.[column] && (
                <>
                  <span className="font-medium">{headings[column]}</span>
                  {value && !message.includes(value) && (
                    <>
                      {' '}
                      <mark className="rounded-sm bg-danger-soft px-1 text-danger-ink">{value}</mark>
                    </>
                  )}
                  {': '}
                </>
              )}
              {message}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
