import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus, TextCursorInput } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormOut } from '@/api/gen/types.gen';
import { useMay, usePlace } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { RelativeTime } from '@/components/relative-time';
import { SearchField } from '@/components/search-field';
import { rank } from '@/lib/rank';
import { Button } from '@/ui/button';
import { SkeletonLines } from '@/ui/skeleton';
import { FormMenu } from './form-menu';
import { OnOff } from './on-off';
import { allForms } from './queries';

const NewForm = lazy(() => import('./new-form'));

type Props = { q: string; onQ: (q: string) => void; onOpen: (id: string) => void };

/** Every form: whether it is on, what came in, and what can be done with it. */
export function FormsPage({ q, onQ, onOpen }: Props) {
  const { t } = useTranslation('edge/forms');
  const may = useMay('forms:read');
  const mayWrite = useMay('forms:write');
  const forms = useQuery({ ...allForms, enabled: may });
  const [making, setMaking] = useState(false);
  const found = rank(forms.data ?? [], q, ({ name }) => name);
  const create = mayWrite && (
    <Button variant="primary" onClick={() => setMaking(true)}>
      <Plus size={16} aria-hidden />
      {t('new')}
    </Button>
  );
  return (
    <Page title={t('title')} width="wide" className="max-w-5xl">
      <PageHeader title={t('title')} text={t('text')} actions={create} />
      {!may && <EmptyState kind="permission" title={t('denied')} text={t('deniedText')} />}
      {may && (forms.data?.length ?? 0) > 0 && (
        <div className="max-w-xs py-2">
          <SearchField label={t('search')} value={q} onChange={onQ} />
        </div>
      )}
      {may && forms.isPending && <SkeletonLines lines={8} />}
      {forms.error && <ProblemNotice error={forms.error} retry={() => void forms.refetch()} />}
      {forms.data?.length === 0 && (
        <EmptyState icon={TextCursorInput} title={t('empty')} text={t('emptyText')} actions={create} />
      )}
      {q && found.length === 0 && (forms.data?.length ?? 0) > 0 && (
        <EmptyState kind="match" title={t('noMatch')} actions={<Button onClick={() => onQ('')}>{t('clear')}</Button>} />
      )}
      {found.length > 0 && (
        <ul aria-label={t('title')} className="divide-y border-y">
          {found.map((form) => (
            <FormRow key={form.id} form={form} mayWrite={mayWrite} onOpen={onOpen} />
          ))}
        </ul>
      )}
      <Suspense>{making && <NewForm onClose={() => setMaking(false)} onMade={onOpen} />}</Suspense>
    </Page>
  );
}

function FormRow({ form, mayWrite, onOpen }: { form: FormOut; mayWrite: boolean; onOpen: (id: string) => void }) {
  const { t } = useTranslation('edge/forms');
  const { timeZone } = usePlace();
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
      <Link
        to="/forms/$formId"
        params={{ formId: form.id }}
        className="flex min-w-0 flex-1 basis-48 flex-col rounded-md px-1.5 py-1 hover:bg-hover"
      >
        <span className="truncate font-medium text-sm">{form.name}</span>
        <span className="text-muted text-xs">
          {t('submissions.count', { count: form.submission_count })}
          {form.last_submitted_at && (
            <>
              {' · '}
              {t('submissions.last')} <RelativeTime at={form.last_submitted_at} timeZone={timeZone} />
            </>
          )}
        </span>
      </Link>
      <OnOff form={form} readOnly={!mayWrite} />
      <FormMenu form={form} onOpen={onOpen} />
    </li>
  );
}
