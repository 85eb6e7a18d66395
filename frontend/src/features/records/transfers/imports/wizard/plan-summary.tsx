import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { allFolders, allTags } from '@/api/catalogues';
import type { ColumnOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { Chip } from '@/ui/chip';
import type { Draft } from './draft';
import { folderPaths } from './options-new';
import type { Step } from './steps';
import { useTargetNames } from './target-select';
import { ATRIUM_ID, parseTarget, SKIP } from './targets';

type Props = {
  importId: string;
  columns: readonly ColumnOut[];
  mapping: readonly string[];
  draft: Draft;
  /** By what rows find their customers, as the server understood it. */
  matchBy: string | undefined;
};

/** Lines without a value are not shown. */
type Line = { label: string; step: Step; value: ReactNode };

/** All decisions on a few lines, each with the way back to it. */
export function PlanSummary({ importId, columns, mapping, draft, matchBy }: Props) {
  const { t } = useTranslation('records/transfers/imports');
  const nameOf = useTargetNames(columns);
  const folders = useQuery({ ...allFolders, enabled: useMay('folders:read') && !!draft.folderId });
  const tags = useQuery({ ...allTags, enabled: useMay('tags:read') && draft.tagIds.length > 0 });
  const used = mapping.filter((target) => target !== SKIP);
  const leftOut = columns.filter(({ index }) => mapping[index] === SKIP).map(({ heading }) => heading);
  const made = used.filter((target) => parseTarget(target).kind === 'new_field');
  const folder = folders.data?.find(({ id }) => id === draft.folderId);
  const status = folder?.statuses.find(({ id }) => id === draft.statusId)?.name;
  const place = folder ? folderPaths(folders.data ?? []).get(folder.id) : t('options.new.noFolder');
  const chosenTags = (tags.data ?? []).filter(({ id }) => draft.tagIds.includes(id));
  const lines: Line[] = [
    {
      label: t('check.columns'),
      step: 'columns',
      value: t('columns.used', { used: used.length, count: columns.length }),
    },
    { label: t('check.leftOut'), step: 'columns', value: leftOut.join(', ') },
    { label: t('check.newFields'), step: 'columns', value: made.map((target) => nameOf(target)).join(', ') },
    {
      label: t('check.match'),
      step: 'options',
      value: `${matchText(matchBy, t)} ${t(`options.mode.hints.${draft.mode}`)}`,
    },
    {
      label: t('check.goTo'),
      step: 'options',
      value: [t(`options.new.${draft.lifecycle}`), place, status].filter(Boolean).join(' · '),
    },
    {
      label: t('options.tags.title'),
      step: 'options',
      value: chosenTags.length > 0 && (
        <span className="flex flex-wrap gap-1">
          {chosenTags.map(({ id, name, colour }) => (
            <Chip key={id} colour={colour}>
              {name}
            </Chip>
          ))}
        </span>
      ),
    },
  ];
  return (
    <section aria-labelledby="plan">
      <h2 id="plan" className="pb-1 font-medium text-base">
        {t('check.plan')}
      </h2>
      <dl className="border-t">
        {lines
          .filter(({ value }) => value)
          .map(({ label, step, value }) => (
            <div key={label} className="grid gap-x-6 border-b py-2 text-sm sm:grid-cols-[11rem_minmax(0,1fr)_auto]">
              <dt className="text-muted">{label}</dt>
              <dd className="min-w-0 break-words">{value}</dd>
              <dd>
                <Link
                  to="/imports/$importId/$step"
                  params={{ importId, step }}
                  aria-label={t('check.changeOf', { name: label })}
                  className="font-medium text-accent-ink underline-offset-2 hover:underline"
                >
                  {t('check.change')}
                </Link>
              </dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

type Say = ReturnType<typeof useTranslation<'records/transfers/imports'>>['t'];
function matchText(matchBy: string | undefined, t: Say): string {
  if (!matchBy) return '';
  if (matchBy === 'email' || matchBy === 'none' || matchBy === 'row') return t(`check.matchBy.${matchBy}`);
  if (matchBy === ATRIUM_ID) return t('check.matchBy.atrium');
  return t('check.matchBy.external', { system: parseTarget(matchBy).argument });
}
