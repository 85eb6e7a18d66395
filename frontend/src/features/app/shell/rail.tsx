import { Link, type LinkProps } from '@tanstack/react-router';
import { Ellipsis, type LucideIcon, Rocket, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/session';
import { cn } from '@/lib/cn';
import { PHONE, useMedia } from '@/lib/use-media';
import { type RailEntry, railEntries } from '@/sockets/rail';
import { Menu, MenuLink } from '@/ui/menu';
import { Tooltip } from '@/ui/tooltip';
import { AccountMenu } from './account-menu';
import { WorkspaceMenu } from './workspace-menu';

/** How many places a phone's bar shows beside search, bell and account; the others are behind "More". */
const ON_A_PHONE = 2;

const entry =
  'group/entry flex items-center justify-center gap-2 rounded-md text-rail-ink/80 transition-colors hover:bg-rail-ink/10 hover:text-rail-ink aria-[current]:bg-rail-ink/12 aria-[current]:text-rail-ink max-md:min-h-12 max-md:min-w-0 max-md:flex-1 max-md:flex-col max-md:gap-0.5 max-md:whitespace-nowrap max-md:text-xs max-md:tracking-tighter md:size-9';

type Props = {
  onSearch: () => void;
  onShortcuts: () => void;
  /** What stands before the settings, in the look of the other entries. */
  bell?: (look: string) => ReactNode;
};

/** Where one can go: at the side of a wide screen, at the bottom of a phone. */
export function Rail({ onSearch, onShortcuts, bell }: Props) {
  const { t } = useTranslation(['app/shell', 'rail']);
  const { permissions } = useMe();
  const allowed = railEntries.filter(({ permission }) => !permission || permissions.includes(permission));
  const at = (place: RailEntry['place']) => allowed.filter((feature) => (feature.place ?? 'main') === place);
  const main = at('main');
  const phone = useMedia(PHONE);
  return (
    <nav
      aria-label={t('nav.label')}
      className="z-30 flex shrink-0 border-line bg-rail max-md:order-last max-md:border-t max-md:px-1 max-md:pb-[env(safe-area-inset-bottom)] md:w-rail md:flex-col md:items-center md:gap-1 md:border-e md:py-2.5"
    >
      <WorkspaceMenu className="max-md:hidden" />
      <span aria-hidden className="h-1 max-md:hidden" />
      {main.length === 0 && <Entry to="/start" icon={Rocket} label={t('nav.start')} />}
      {(phone ? main.slice(0, ON_A_PHONE) : main).map((feature) => (
        <Entry key={feature.id} {...feature} label={t(`rail:${feature.label}`)} />
      ))}
      <Tooltip content={t('search')} shortcut="mod+k" side="inline-end">
        <button type="button" aria-label={t('search')} onClick={onSearch} className={entry}>
          <Search size={18} aria-hidden />
          <span aria-hidden className="md:hidden">
            {t('find')}
          </span>
        </button>
      </Tooltip>
      <span aria-hidden className="flex-1 max-md:hidden" />
      {bell?.(entry)}
      {phone ? (
        <More places={[...main.slice(ON_A_PHONE), ...at('end')]} />
      ) : (
        at('end').map((feature) => <Entry key={feature.id} {...feature} label={t(`rail:${feature.label}`)} />)
      )}
      <AccountMenu onShortcuts={onShortcuts} className={cn(entry, 'max-md:max-w-11 max-md:justify-center')} />
    </nav>
  );
}

/** What a phone's bar has no room for. */
function More({ places }: { places: RailEntry[] }) {
  const { t } = useTranslation(['app/shell', 'rail']);
  if (places.length === 0) return null;
  return (
    <Menu
      side="top"
      align="end"
      trigger={
        <button type="button" aria-label={t('nav.more')} className={entry}>
          <Ellipsis size={18} aria-hidden />
          <span aria-hidden>{t('nav.more')}</span>
        </button>
      }
    >
      {places.map(({ id, to, icon, label }) => (
        <MenuLink key={id} icon={icon} render={<Link to={to} />}>
          {t(`rail:${label}`)}
        </MenuLink>
      ))}
    </Menu>
  );
}

type EntryProps = { to: LinkProps['to']; icon: LucideIcon; label: string; keys?: string };
function Entry({ to, icon: Icon, label, keys }: EntryProps) {
  return (
    <Tooltip content={label} shortcut={keys} side="inline-end">
      <Link to={to} aria-label={label} className={entry}>
        <Icon size={18} aria-hidden />
        <span aria-hidden className="md:hidden">
          {label}
        </span>
      </Link>
    </Tooltip>
  );
}
