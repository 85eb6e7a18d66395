import { useIsMutating } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CloudOff, Keyboard, LogOut, Moon, Rocket, Rows3, Sun, UserRound } from 'lucide-react';
import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnded, useMe } from '@/api/session';
import { SkipLink } from '@/components/skip-link';
import { useDensity, useTheme } from '@/lib/appearance';
import { startShortcuts, useCommands } from '@/lib/commands';
import { lazily } from '@/lib/lazily';
import { useOnline } from '@/lib/use-online';
import { railEntries } from '@/sockets/rail';
import { useBranding } from './branding';
import { Rail } from './rail';
import { RouteAnnouncer } from './route-announcer';
import { useSignOut } from './use-sign-out';

const Palette = lazily(() => import('./palette'));
const ShortcutSheet = lazily(() => import('./shortcut-sheet'));
const SessionEnded = lazily(() => import('./session-ended'));

/** What is around every signed-in page. */
export function AppShell({ bell, children }: { bell?: (look: string) => ReactNode; children: ReactNode }) {
  const me = useMe();
  const [open, setOpen] = useState<'palette' | 'sheet' | null>(null);
  const ended = useEnded();
  useBranding(me.workspace.colours);
  useShellCommands(
    () => setOpen('palette'),
    () => setOpen('sheet'),
  );
  useEffect(() => startShortcuts(), []);
  useEffect(() => {
    // The palette is wanted at once when it is wanted: fetched while nothing else is going on.
    const idle = setTimeout(() => void import('./palette').catch(() => undefined), 3_000);
    return () => clearTimeout(idle);
  }, []);
  return (
    <div className="flex h-dvh min-h-0 w-full overflow-hidden max-md:flex-col">
      <SkipLink />
      <Rail onSearch={() => setOpen('palette')} onShortcuts={() => setOpen('sheet')} bell={bell} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <OfflineBanner />
        {children}
      </div>
      <RouteAnnouncer />
      <Suspense>
        {open === 'palette' && <Palette onClose={() => setOpen(null)} />}
        {open === 'sheet' && <ShortcutSheet onClose={() => setOpen(null)} />}
        {ended && <SessionEnded />}
      </Suspense>
    </div>
  );
}

function useShellCommands(openPalette: () => void, openSheet: () => void): void {
  const { t } = useTranslation(['app/shell', 'rail']);
  const navigate = useNavigate();
  const { permissions } = useMe();
  const [theme, chooseTheme] = useTheme();
  const [density, chooseDensity] = useDensity();
  const signOut = useSignOut();
  const [goTo, application] = [t('palette.goTo'), t('palette.application')];
  const next = theme === 'dark' ? 'light' : 'dark';
  const otherDensity = density === 'compact' ? 'comfortable' : 'compact';
  useCommands([
    ...railEntries
      .filter(({ permission }) => !permission || permissions.includes(permission))
      .map(({ id, to, label, icon, keys }) => ({
        id: `go.${id}`,
        label: t(`rail:${label}`),
        icon,
        keys,
        group: goTo,
        run: () => void navigate({ to }),
      })),
    { id: 'go.start', icon: Rocket, label: t('nav.start'), group: goTo, run: () => void navigate({ to: '/start' }) },
    {
      id: 'go.account',
      icon: UserRound,
      label: t('account.profile'),
      group: goTo,
      run: () => void navigate({ to: '/account' }),
    },
    {
      id: 'app.palette',
      label: t('search'),
      keys: 'mod+k',
      group: application,
      hidden: true,
      whileTyping: true,
      run: openPalette,
    },
    { id: 'app.sheet', icon: Keyboard, label: t('account.shortcuts'), keys: '?', group: application, run: openSheet },
    {
      id: 'app.theme',
      icon: theme === 'dark' ? Sun : Moon,
      label: `${t('account.theme')}: ${t(`account.themes.${next}`)}`,
      group: application,
      run: () => chooseTheme(next),
    },
    {
      id: 'app.density',
      icon: Rows3,
      label: `${t('account.density')}: ${t(`account.densities.${otherDensity}`)}`,
      group: application,
      run: () => chooseDensity(otherDensity),
    },
    { id: 'app.signOut', icon: LogOut, label: t('account.signOut'), group: application, run: signOut },
  ]);
}

/** Changes made without a network are kept in the page and sent in order when it is back; leaving would lose them. */
function OfflineBanner() {
  const { t } = useTranslation('app/shell');
  const online = useOnline();
  const waiting = useIsMutating({ predicate: ({ state, meta }) => state.isPaused && !meta?.bookkeeping });
  useEffect(() => {
    if (!waiting) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', hold);
    return () => removeEventListener('beforeunload', hold);
  }, [waiting]);
  return (
    <div role="status">
      {!online && (
        <p className="flex items-center gap-2 bg-caution-soft px-gutter py-1.5 text-caution-ink text-sm">
          <CloudOff size={16} aria-hidden className="shrink-0" />
          <span>
            {t('offline')} {waiting > 0 && t('waiting', { count: waiting })}
          </span>
        </p>
      )}
    </div>
  );
}
