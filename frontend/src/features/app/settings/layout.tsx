import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useMe } from '@/api/session';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { useCommands } from '@/lib/commands';
import { type EntryName, entries, entriesFor } from './entries';
import { entryIcons } from './entry-icons';
import { useGoTo } from './go-to';

const link =
  'flex h-9 shrink-0 items-center gap-2 whitespace-nowrap rounded-md px-2.5 text-muted text-sm transition-colors hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent-ink';

/** The settings: their own navigation at the side (above, on a phone) and the page beside it. */
export function SettingsLayout({ children }: { children: ReactNode }) {
  const { t } = useTranslation('app/settings');
  const { permissions } = useMe();
  const shown = entriesFor(permissions);
  const goTo = useGoTo();
  useCommands(
    shown.map(({ name, to }) => ({
      id: `settings.${name}`,
      label: t(`nav.${name}`),
      icon: entryIcons[name],
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
        {shown.map(({ name, to }) => {
          const Icon = entryIcons[name];
          return (
            <Link key={name} to={to} className={link}>
              <Icon size={16} aria-hidden className="shrink-0" />
              {t(`nav.${name}`)}
            </Link>
          );
        })}
      </nav>
      {children}
    </div>
  );
}

/** Shows the page to those who may see it, and to the others why they may not. */
export function Guarded({ entry, children }: { entry: EntryName; children: ReactNode }) {
  const { t } = useTranslation('app/settings');
  const permission = entries.find(({ name }) => name === entry)?.permission ?? '';
  if (useMay(permission)) return children;
  return (
    <Page title={t(`nav.${entry}`)} width="narrow">
      <PageHeader title={t(`nav.${entry}`)} />
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
