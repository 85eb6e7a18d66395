import { useQuery } from '@tanstack/react-query';
import { BookOpen, FileJson, type LucideIcon, Mail } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '@/ui/code-block';
import { commands } from './commands';
import { mailboxQuery } from './health';
import { HealthPanel } from './health-panel';

/** The start page of an installation: what it is, how it feels, and how to reach it. */
export function AboutPage() {
  const { t } = useTranslation('app/about');
  const mailbox = useQuery(mailboxQuery);
  return (
    <main id="content" tabIndex={-1} className="mx-auto max-w-5xl px-gutter py-10 outline-none sm:py-16">
      <div className="grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <section>
          <h1 className="font-semibold text-2xl">{t('title')}</h1>
          <p className="mt-3 max-w-prose text-lg text-muted">{t('lead')}</p>
          <p className="mt-3 max-w-prose text-muted">{t('now')}</p>
          <nav aria-label={t('places')} className="mt-8 border-y">
            <Place href="/docs" icon={BookOpen} name={t('reference.name')} text={t('reference.text')} />
            <Place href="/api/v1/openapi.json" icon={FileJson} name={t('contract.name')} text={t('contract.text')} />
            {mailbox.data && <Place href="/dev/mail" icon={Mail} name={t('mailbox.name')} text={t('mailbox.text')} />}
          </nav>
        </section>
        <HealthPanel />
      </div>
      <SignIn />
    </main>
  );
}

function Place({ href, icon: Icon, name, text }: { href: string; icon: LucideIcon; name: string; text: string }) {
  return (
    <a
      href={href}
      className="flex items-start gap-3 border-b px-2 py-3 transition-colors last:border-b-0 hover:bg-hover focus-visible:-outline-offset-2"
    >
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
      <span>
        <span className="block font-medium text-accent-ink">{name}</span>
        <span className="block text-muted text-sm">{text}</span>
      </span>
    </a>
  );
}

function SignIn() {
  const { t } = useTranslation(['app/about', 'components']);
  const lines = commands(location.origin);
  const block = (name: keyof typeof lines) => (
    <div className="grid gap-x-16 gap-y-3 border-t py-5 *:min-w-0 lg:grid-cols-[16rem_minmax(0,1fr)]">
      <div>
        <h3 className="font-medium text-base">{t(`start.${name}.title`)}</h3>
        <p className="mt-1 text-muted text-sm">{t(`start.${name}.text`)}</p>
      </div>
      <CodeBlock
        text={lines[name]}
        label={t(`start.${name}.label`)}
        copyLabel={t('components:copy')}
        copiedLabel={t('components:copied')}
      />
    </div>
  );
  return (
    <section className="mt-14">
      <h2 className="font-semibold text-xl">{t('start.title')}</h2>
      <p className="mt-1 text-muted">{t('start.demo')}</p>
      <div className="mt-5">
        {block('key')}
        {block('session')}
        {block('import')}
      </div>
    </section>
  );
}
