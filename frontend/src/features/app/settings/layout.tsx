import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useMe } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { useCommands } from '@/lib/commands';
import { settingsEntries, settingsFor } from '@/sockets/settings';
import { useGoTo } from './go-to';

const link =
  'flex h-9 shrink-0 items-center gap-2 whitespace-nowrap rounded-md px-2.5 text-muted text-sm transition-colors hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent-ink';

/** The settings: their own navigation at the side (above, on a phone) and the page beside it. */
export function SettingsLayout({ children }: { children: ReactNode }) {
  const { t } = useTranslation(['app/settings', 'names']);
  const { permissions } = useMe();
  const shown = settingsFor(permissions);
  const goTo = useGoTo();
  useCommands(
    shown.map(({ id, to, label, icon }) => ({
      id: `settings.${id}`,
      label: t(`names:${label}`),
      icon,
      group: t('title'),
      run: () => goTo(to),
    })),
  );
  return (
    <div className="flex min-h-0 flex-1 max-md:flex-col">
      <nav
        aria-label={t('title')}
        className="flex shrink-0 gap-0.5 p-2 max-md:overflow-x-auto max-md:border-b md:w-56 md:flex-col md:overflow-y-auto md:border-e md:p-3"
      >
        <p className="px-2.5 pt-1 pb-2 font-semibold text-base max-md:hidden">{t('title')}</p>
        {shown.map(({ id, to, label, icon: Icon }) => (
          <Link key={id} to={to} className={link}>
            <Icon size={16} aria-hidden className="shrink-0" />
            {t(`names:${label}`)}
          </Link>
        ))}
      </nav>
      {children}
    </div>
  );
}

/** Shows the page to those who may see it, and to the others why they may not. */
export function Guarded({ entry, children }: { entry: string; children: ReactNode }) {
  const { t } = useTranslation(['app/settings', 'names']);
  const known = settingsEntries.find(({ id }) => id === entry);
  const permission = known?.permission ?? '';
  if (useMay(permission)) return children;
  const title = t(known ? `names:${known.label}` : 'title');
  return (
    <Page title={title} width="narrow">
      <PageHeader title={title} />
      <EmptyState kind="permission" title={t('denied.title')} text={t('denied.text', { permission })} />
    </Page>
  );
}

/** Where nothing of the settings may be seen. */
export function NothingAllowed() {
  const { t } = useTranslation('app/settings');
  return (
    <Page title={t('title')} width="narrow">
      <PageHeader title={t('title')} />
      <EmptyState kind="permission" title={t('denied.title')} text={t('denied.none')} />
    </Page>
  );
}
