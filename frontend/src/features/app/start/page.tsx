import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck, CircleDashed, Plug } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { listCustomersOptions, listMembersOptions } from '@/api/gen/@tanstack/react-query.gen';
import { useMe } from '@/api/session';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemNotice } from '@/components/problem';
import { formatNumber } from '@/lib/format';
import { railEntries } from '@/sockets/rail';
import { buttonLook } from '@/ui/button';
import { Progress } from '@/ui/progress';
import { Skeleton } from '@/ui/skeleton';

/** Leads from an empty workspace to the first imported contacts; says what is there, from the API. */
export function StartPage() {
  const { t, i18n } = useTranslation('app/start');
  const { member, workspace, permissions, totp_enabled: protectedAccount } = useMe();
  const may = (permission: string) => permissions.includes(permission);
  const [customers, members] = useQueries({
    queries: [
      { ...listCustomersOptions({ query: { limit: 1, include_total: true } }), enabled: may('customers:read') },
      { ...listMembersOptions({ query: { limit: 200 } }), enabled: may('members:read') },
    ],
  });
  const contacts = customers.data?.total ?? 0;
  const people = members.data?.items.length ?? 0;
  const place = (id: string) => railEntries.find((entry) => entry.id === id)?.to;
  const steps: StepProps[] = [
    ...(may('customers:import')
      ? [
          {
            title: t('contacts.title'),
            text: t('contacts.text'),
            done: contacts > 0,
            waiting: customers.isPending,
            state: t('contacts.count', { count: contacts, formatted: formatNumber(contacts, i18n.resolvedLanguage) }),
            action: place('imports') && (
              <Link to={place('imports')} className={buttonLook()}>
                {t('contacts.action')}
              </Link>
            ),
          },
        ]
      : []),
    ...(may('members:manage')
      ? [
          {
            title: t('colleagues.title'),
            text: t('colleagues.text'),
            done: people > 1,
            waiting: members.isPending,
            state: t('colleagues.count', { count: people }),
            action: place('settings') && (
              <Link to={place('settings')} className={buttonLook()}>
                {t('colleagues.action')}
              </Link>
            ),
          },
        ]
      : []),
    {
      title: t('protect.title'),
      text: t('protect.text'),
      done: protectedAccount,
      state: t(protectedAccount ? 'protect.on' : 'protect.off'),
      action: (
        <Link to="/account" hash="security" className={buttonLook()}>
          {t('protect.action')}
        </Link>
      ),
    },
    {
      title: t('programs.title'),
      text: t('programs.text'),
      action: (
        <a href="/docs" className={buttonLook()}>
          {t('programs.action')}
        </a>
      ),
    },
  ];
  const counted = steps.filter((step) => step.done !== undefined);
  const done = counted.filter((step) => step.done).length;
  const error = customers.error ?? members.error;
  return (
    <Page title={t('title')} width="narrow">
      <PageHeader
        className="pt-8"
        title={t('greeting', { name: member.name.split(' ')[0] })}
        text={t(done === counted.length ? 'done' : 'text', { workspace: workspace.name })}
      />
      <Progress
        label={t('progress', { done, total: counted.length })}
        showLabel
        value={done}
        max={counted.length}
        className="mt-2 max-w-60"
      />
      {error && (
        <ProblemNotice
          error={error}
          className="mt-6"
          retry={() => void Promise.all([customers.refetch(), members.refetch()])}
        />
      )}
      <ol className="mt-6 border-y">
        {steps.map((step) => (
          <Step key={step.title} {...step} />
        ))}
      </ol>
    </Page>
  );
}

type StepProps = {
  title: string;
  text: string;
  /** Absent: nothing that is ever done. */
  done?: boolean;
  state?: string;
  waiting?: boolean;
  action?: ReactNode;
};

function Step({ title, text, done, state, waiting, action }: StepProps) {
  const { t } = useTranslation('app/start');
  const id = useId();
  const Open = done === undefined ? Plug : CircleDashed;
  return (
    <li aria-labelledby={id} className="flex flex-wrap items-center gap-x-4 gap-y-3 border-b py-4 last:border-b-0">
      {done ? (
        <CircleCheck size={20} aria-label={t('stepDone')} className="shrink-0 self-start text-positive-ink" />
      ) : (
        <Open size={20} aria-hidden className="shrink-0 self-start text-muted" />
      )}
      <div className="min-w-0 flex-1 basis-64">
        <h2 id={id} className="font-medium text-base">
          {title}
        </h2>
        <p className="text-muted text-sm">{text}</p>
        {waiting ? (
          <Skeleton className="mt-1.5 h-4 w-24" />
        ) : (
          state && <p className="mt-1 text-sm tabular-nums">{state}</p>
        )}
      </div>
      {action}
    </li>
  );
}
