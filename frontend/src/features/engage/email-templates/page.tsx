import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Mails, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { listEmailTemplatesInfiniteOptions } from '@/api/gen/@tanstack/react-query.gen';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { MoreButton } from '@/components/more-button';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { buttonLook } from '@/ui/button';
import { Segmented } from '@/ui/segmented';
import { SkeletonLines } from '@/ui/skeleton';
import { TemplateRow } from './row';

type Show = 'used' | 'archived';

/** The e-mails that automations send. */
export function TemplatesPage({ show, onShow }: { show: Show; onShow: (show: Show) => void }) {
  const { t } = useTranslation('engage/email-templates');
  const mayWrite = useMay('email_templates:write');
  const templates = useInfiniteQuery({
    ...listEmailTemplatesInfiniteOptions({ query: { archived: show === 'archived', limit: 50 } }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next_cursor,
  });
  const items = templates.data?.pages.flatMap((page) => page.items) ?? [];
  const create = mayWrite && (
    <Link
      to="/settings/email-templates/$templateId"
      params={{ templateId: 'new' }}
      className={buttonLook({ variant: 'primary' })}
    >
      <Plus size={16} aria-hidden />
      {t('new')}
    </Link>
  );
  return (
    <Page title={t('title')} width="wide" className="max-w-5xl">
      <PageHeader title={t('title')} text={t('text')} actions={create} />
      <Segmented
        className="my-2"
        label={t('show')}
        value={show}
        onValueChange={onShow}
        items={[
          { value: 'used', label: t('used') },
          { value: 'archived', label: t('archived') },
        ]}
      />
      {templates.isPending && <SkeletonLines lines={5} />}
      {templates.error && <ProblemNotice error={templates.error} retry={() => void templates.refetch()} />}
      {templates.data && items.length === 0 && (
        <EmptyState
          icon={Mails}
          title={t(show === 'used' ? 'empty' : 'noArchived')}
          text={t(show === 'used' ? 'emptyText' : 'noArchivedText')}
          actions={show === 'used' && create}
        />
      )}
      {items.length > 0 && (
        <ul aria-label={t('title')} className="divide-y border-y">
          {items.map((template) => (
            <TemplateRow key={template.id} template={template} mayWrite={mayWrite} />
          ))}
        </ul>
      )}
      <MoreButton of={templates} className="mt-3">
        {t('more')}
      </MoreButton>
    </Page>
  );
}
