import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WebhookEndpointCreated, WebhookEndpointOut } from '@/api/gen/types.gen';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { Badge } from '@/ui/badge';
import { Chip } from '@/ui/chip';
import { SkeletonLines } from '@/ui/skeleton';
import { DeliveryLog } from '../deliveries/log';
import { endpointQuery } from '../queries';
import { endpointTones, type LogFilter, stateOf } from '../states';
import { type DialogName, EndpointActions } from './actions';
import { DisabledBanner } from './disabled-banner';

const EndpointDialog = lazy(() => import('./dialog'));
const SecretDialog = lazy(() => import('../secret-dialog'));
const RotateDialog = lazy(() => import('../rotate-dialog'));
const TestDialog = lazy(() => import('../test-dialog'));
const ReplayDialog = lazy(() => import('../replay-dialog'));

/** What the address says: the filter of the log, and the delivery that is open. */
export type LogPlace = { show?: Exclude<LogFilter, 'all'>; delivery?: string };
type Props = { id: string; place: LogPlace; onPlace: (next: LogPlace) => void };

/** One endpoint: what it is told, how it is doing, and what was sent. */
export function EndpointPage({ id, place, onPlace }: Props) {
  const { t } = useTranslation('edge/webhooks');
  const endpoint = useQuery(endpointQuery(id));
  const data = endpoint.data;
  return (
    <Page title={data?.description || data?.url || t('title')} width="wide" className="max-w-5xl">
      <Link to="/settings/webhooks" className="mt-2 flex w-fit items-center gap-1 text-muted text-sm hover:text-ink">
        <ArrowLeft size={14} aria-hidden className="rtl:rotate-180" />
        {t('back')}
      </Link>
      {!data && <PageHeader title={t(endpoint.error ? 'notFound' : 'title')} />}
      {endpoint.isPending && <SkeletonLines lines={8} className="mt-2" />}
      {endpoint.error && <ProblemNotice error={endpoint.error} retry={() => void endpoint.refetch()} />}
      {data && <Endpoint endpoint={data} place={place} onPlace={onPlace} />}
    </Page>
  );
}

function Endpoint({ endpoint, place, onPlace }: { endpoint: WebhookEndpointOut } & Omit<Props, 'id'>) {
  const { t } = useTranslation('edge/webhooks');
  const [open, setOpen] = useState<DialogName | WebhookEndpointCreated | null>(null);
  const [missedSince, setMissedSince] = useState<string>();
  const close = () => {
    setOpen(null);
    setMissedSince(undefined);
  };
  const replay = (since: string) => {
    setMissedSince(since);
    setOpen('replay');
  };
  const state = stateOf(endpoint);
  const { url, description, event_types, header_names, owner } = endpoint;
  return (
    <>
      <PageHeader
        title={description || url}
        text={
          <span className="break-all">
            {description && `${url} · `}
            {owner ? t('ownerOf', { name: owner.name }) : t('noOwner')}
          </span>
        }
        actions={
          <>
            <Badge tone={endpointTones[state]}>{t(`state.${state}`)}</Badge>
            <EndpointActions endpoint={endpoint} onOpen={setOpen} />
          </>
        }
      />
      <DisabledBanner endpoint={endpoint} onReplay={replay} />
      <ul aria-label={t('form.events')} className="flex flex-wrap gap-1.5 pt-1 pb-5">
        {event_types.map((pattern) => (
          <li key={pattern}>
            <Chip>{pattern === '*' ? t('allEvents') : pattern}</Chip>
          </li>
        ))}
        {header_names.map((name) => (
          <li key={name}>
            <Chip>{name}: ••••</Chip>
          </li>
        ))}
      </ul>
      <DeliveryLog endpoint={endpoint} place={place} onPlace={onPlace} />
      <Suspense>
        {open === 'edit' && <EndpointDialog endpoint={endpoint} onClose={close} />}
        {open === 'test' && <TestDialog endpoint={endpoint} onClose={close} />}
        {open === 'replay' && <ReplayDialog endpoint={endpoint} since={missedSince} onClose={close} />}
        {open === 'rotate' && (
          <RotateDialog
            endpoint={endpoint}
            onMade={setOpen}
            onClose={() => setOpen((now) => (now === 'rotate' ? null : now))}
          />
        )}
        {open !== null && typeof open === 'object' && <SecretDialog made={open} onClose={close} />}
      </Suspense>
    </>
  );
}
