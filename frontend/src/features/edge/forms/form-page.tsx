import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { getFormOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { FormOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { InlineEdit } from '@/components/inline-edit';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemPage } from '@/components/problem';
import { SkeletonLines } from '@/ui/skeleton';
import { TabPanel, Tabs } from '@/ui/tabs';
import { type FormTab, formTabs } from './address';
import { FormMenu } from './form-menu';
import { OnOff } from './on-off';
import { useSaveForm } from './queries';

const BuildTab = lazy(() => import('./build-tab'));
const SettingsTab = lazy(() => import('./settings-tab'));
const ShareTab = lazy(() => import('./share-tab'));
const SubmissionsTab = lazy(() => import('./submissions-tab'));

type Props = {
  formId: string;
  tab: FormTab;
  onTab: (tab: FormTab) => void;
  onOpen: (id: string) => void;
  onGone: () => void;
};

/** One form: what it asks, what becomes of the answers, where it is shown, what came in. */
export function FormPage({ formId, ...props }: Props) {
  const { t } = useTranslation('edge/forms');
  const may = useMay('forms:read');
  const { data: form, error, refetch } = useQuery({ ...getFormOptions({ path: { form_id: formId } }), enabled: may });
  if (form) return <Loaded form={form} {...props} />;
  if (error) return <ProblemPage error={error} retry={() => void refetch()} actions={<BackLink />} />;
  return (
    <Page title={t('title')} width="wide" className="max-w-6xl">
      {may ? <SkeletonLines lines={10} /> : <EmptyState kind="permission" title={t('denied')} text={t('deniedText')} />}
    </Page>
  );
}

const BackLink = () => {
  const { t } = useTranslation('edge/forms');
  return (
    <Link
      to="/forms"
      aria-label={t('back')}
      className="flex size-control items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
    >
      <ArrowLeft size={16} aria-hidden className="rtl:rotate-180" />
    </Link>
  );
};

function Loaded({ form, tab, onTab, onOpen, onGone }: Omit<Props, 'formId'> & { form: FormOut }) {
  const { t } = useTranslation('edge/forms');
  const readOnly = !useMay('forms:write');
  const save = useSaveForm(form.id);
  return (
    <Page title={form.name} width="wide" className="max-w-6xl">
      <PageHeader
        before={<BackLink />}
        title={
          <InlineEdit
            label={t('name')}
            value={form.name}
            readOnly={readOnly}
            check={(name) => (name.trim() ? undefined : t('nameNeeded'))}
            onSave={(name) => save.mutate({ name: name.trim() })}
            className="[&>button]:text-xl"
          >
            <span className="text-xl">{form.name}</span>
          </InlineEdit>
        }
        actions={
          <>
            <OnOff form={form} readOnly={readOnly} />
            <FormMenu form={form} onOpen={onOpen} onGone={onGone} />
          </>
        }
      />
      <Tabs
        label={t('parts')}
        value={tab}
        onValueChange={onTab}
        listClassName="px-0"
        tabs={formTabs.map((value) => ({ value, label: t(`tabs.${value}`) }))}
      >
        {formTabs.map((value) => (
          <TabPanel key={value} value={value} className="overflow-visible pt-4">
            <Suspense fallback={<SkeletonLines lines={8} />}>
              {value === 'build' && <BuildTab form={form} readOnly={readOnly} />}
              {value === 'settings' && <SettingsTab form={form} readOnly={readOnly} />}
              {value === 'share' && <ShareTab form={form} readOnly={readOnly} />}
              {value === 'submissions' && <SubmissionsTab form={form} onShare={() => onTab('share')} />}
            </Suspense>
          </TabPanel>
        ))}
      </Tabs>
    </Page>
  );
}
