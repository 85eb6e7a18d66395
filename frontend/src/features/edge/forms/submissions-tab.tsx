import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allFields, FIRST_PAGE } from '@/api/catalogues';
import { listFormSubmissionsInfiniteOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { FormOut, SubmissionOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { Select } from '@/ui/select';
import { SkeletonLines } from '@/ui/skeleton';
import { Table, Th } from '@/ui/table';
import { SubmissionRow } from './submission-row';

const outcomes = ['created', 'updated', 'ignored'] as const;
type Outcome = SubmissionOut['outcome'];

/** What came in through the form, newest first. */
export default function SubmissionsTab({ form, onShare }: { form: FormOut; onShare: () => void }) {
  const { t } = useTranslation('edge/forms');
  const may = useMay('customers:read');
  const fields = useQuery(allFields()).data ?? [];
  const [outcome, setOutcome] = useState<Outcome | ''>('');
  const pages = useInfiniteQuery({
    ...listFormSubmissionsInfiniteOptions({
      path: { form_id: form.id },
      query: { limit: 50, outcome: outcome ? [outcome] : undefined },
    }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (old) => old,
    enabled: may,
  });
  if (!may) return <EmptyState kind="permission" title={t('submissions.denied')} text={t('submissions.deniedText')} />;
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const everything: Outcome | '' = '';
  return (
    <div className="flex flex-col gap-3">
      <Select
        className="w-48"
        aria-label={t('submissions.show')}
        items={[
          { value: everything, label: t('submissions.all') },
          ...outcomes.map((value) => ({ value, label: t(`submissions.outcomes.${value}`) })),
        ]}
        value={outcome}
        onValueChange={setOutcome}
      />
      {pages.isPending && <SkeletonLines lines={8} />}
      {pages.error && <ProblemNotice error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && items.length === 0 && (
        <EmptyState
          kind={outcome ? 'match' : 'first'}
          icon={outcome ? undefined : Inbox}
          title={t(outcome ? 'submissions.noMatch' : 'submissions.none')}
          text={outcome ? undefined : t('submissions.noneText')}
          actions={
            outcome ? (
              <Button onClick={() => setOutcome('')}>{t('clear')}</Button>
            ) : (
              <Button onClick={onShare}>{t('tabs.share')}</Button>
            )
          }
        />
      )}
      {items.length > 0 && (
        <div className="overflow-x-auto">
          <Table aria-label={t('tabs.submissions')}>
            <thead>
              <tr>
                <Th>{t('submissions.when')}</Th>
                <Th>{t('submissions.who')}</Th>
                <Th>{t('submissions.outcome')}</Th>
                <Th>{t('submissions.answers')}</Th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <SubmissionRow key={item.id} item={item} fields={fields} />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <MoreButton of={pages} className="self-start">
        {t('submissions.more')}
      </MoreButton>
    </div>
  );
}
