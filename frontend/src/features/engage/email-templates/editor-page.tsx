import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { fetchTexts } from '@/i18n';
import { Badge } from '@/ui/badge';
import { SkeletonLines } from '@/ui/skeleton';
import { Editor } from './editor';
import { TemplateMenu } from './menu';
import { templateQuery } from './queries';

type Props = { id: string | null; mayWrite: boolean; onMade: (id: string) => void; onGone: () => void };

fetchTexts('engage/email-templates', 'engage/placeholders/shared');

/** One template, or a new one: its text on one side, what becomes of it on the other. */
export function EditorPage({ id, mayWrite, onMade, onGone }: Props) {
  const { t } = useTranslation('engage/email-templates');
  const { data, error, isLoading, refetch } = useQuery({ ...templateQuery(id ?? ''), enabled: id !== null });
  const title = data?.name ?? t(error ? 'notFound' : id === null ? 'new' : 'title');
  return (
    <Page title={title} width="wide" className="max-w-6xl">
      <Link
        to="/settings/email-templates"
        className="mt-2 flex w-fit items-center gap-1 text-muted text-sm hover:text-ink"
      >
        <ArrowLeft size={14} aria-hidden className="rtl:rotate-180" />
        {t('back')}
      </Link>
      <PageHeader
        title={title}
        actions={
          data && (
            <>
              {data.archived_at && <Badge>{t('archived')}</Badge>}
              {mayWrite && <TemplateMenu template={data} onGone={onGone} />}
            </>
          )
        }
      />
      {isLoading && <SkeletonLines lines={8} />}
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {(id === null || data) && <Editor template={data} readOnly={!mayWrite} onMade={onMade} />}
    </Page>
  );
}
