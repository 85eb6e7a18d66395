import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { getAutomationOptions, getAutomationTemplatesOptions } from '@/api/gen/@tanstack/react-query.gen';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { ProblemPage } from '@/components/problem';
import { fetchTexts } from '@/i18n';
import { SkeletonLines } from '@/ui/skeleton';
import { type AutomationTab, NEW, type RunState } from './address';
import { Editor } from './editor/editor';
import { type Draft, draftOf } from './shared/flow';

export type PageProps = {
  automationId: string;
  tab: AutomationTab;
  /** Of a new one: what to start from. */
  template?: string;
  run?: string;
  state?: RunState;
  onTab: (tab: AutomationTab) => void;
  onRun: (run: string | null) => void;
  onState: (state: RunState | null) => void;
  onOpen: (id: string) => void;
  onGone: () => void;
};

fetchTexts('edge/automations', 'edge/automations/shared', 'engage/placeholders/shared', 'names');

/** One automation: its flow, its runs, trying it out, its settings. */
export function AutomationPage(props: PageProps) {
  const { t } = useTranslation('edge/automations');
  const may = useMay('automations:read');
  if (!may)
    return (
      <Page title={t('title')} width="wide">
        <EmptyState kind="permission" title={t('denied')} text={t('deniedText')} />
      </Page>
    );
  return props.automationId === NEW ? <Fresh {...props} /> : <Saved {...props} />;
}

const Waiting = () => {
  const { t } = useTranslation('edge/automations');
  return (
    <Page title={t('title')} width="wide" className="max-w-5xl">
      <SkeletonLines lines={10} />
    </Page>
  );
};

function Saved(props: PageProps) {
  const { automationId } = props;
  const { data, error, refetch } = useQuery(getAutomationOptions({ path: { automation_id: automationId } }));
  if (data) return <Editor key={automationId} {...props} automation={data} initial={draftOf(data)} />;
  if (error) return <ProblemPage error={error} retry={() => void refetch()} actions={<BackLink />} />;
  return <Waiting />;
}

/** From a template or from nothing; saved when it can work and somebody says so. */
function Fresh(props: PageProps) {
  const { t } = useTranslation('edge/automations');
  const { template } = props;
  const templates = useQuery({
    ...getAutomationTemplatesOptions(),
    enabled: template !== undefined,
    staleTime: 60_000,
  });
  const blank: Draft = draftOf({
    name: t('new.name'),
    trigger: { kind: 'event', event_types: ['customer.created'] },
    steps: [],
  });
  if (template === undefined) return <Editor key="blank" {...props} automation={null} initial={blank} />;
  const found = templates.data?.templates.find(({ key }) => key === template)?.automation;
  if (templates.error)
    return <ProblemPage error={templates.error} retry={() => void templates.refetch()} actions={<BackLink />} />;
  if (templates.isPending) return <Waiting />;
  return <Editor key={template} {...props} automation={null} initial={found ? draftOf(found) : blank} />;
}

export function BackLink() {
  const { t } = useTranslation('edge/automations');
  return (
    <Link
      to="/automations"
      aria-label={t('back')}
      className="flex size-control items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
    >
      <ArrowLeft size={16} aria-hidden className="rtl:rotate-180" />
    </Link>
  );
}
