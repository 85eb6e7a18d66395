import { Link, type LinkProps } from '@tanstack/react-router';
import { type LucideIcon, Rocket, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/session';
import { cn } from '@/lib/cn';
import { Tooltip } from '@/ui/tooltip';
import { type Feature, features } from '../registry';
import { AccountMenu } from './account-menu';
import { WorkspaceMenu } from './workspace-menu';

const entry =
  'group/entry flex items-center justify-center gap-2 rounded-md text-rail-ink/80 transition-colors hover:bg-rail-ink/10 hover:text-rail-ink aria-[current]:bg-rail-ink/12 aria-[current]:text-rail-ink max-md:min-h-12 max-md:flex-1 max-md:flex-col max-md:min-w-0 max-md:gap-0.5 max-md:text-[0.625rem] max-md:leading-4 md:size-9';

/** Where one can go: at the side of a wide screen, at the bottom of a phone. */
export function Rail({ onSearch, onShortcuts }: { onSearch: () => void; onShortcuts: () => void }) {
  const { t } = useTranslation('shell');
  const { permissions } = useMe();
  const allowed = features.filter(({ permission }) => !permission || permissions.includes(permission));
  const at = (place: Feature['place']) => allowed.filter((feature) => (feature.place ?? 'main') === place);
  return (
    <nav
      aria-label={t('nav.label')}
      className="z-30 flex shrink-0 border-line bg-rail max-md:order-last max-md:border-t max-md:px-1 max-md:pb-[env(safe-area-inset-bottom)] md:w-rail md:flex-col md:items-center md:gap-1 md:border-e md:py-2.5"
    >
      <WorkspaceMenu className="max-md:hidden" />
      <span aria-hidden className="h-1 max-md:hidden" />
      {at('main').length === 0 && <Entry to="/start" icon={Rocket} label={t('nav.start')} />}
      {at('main').map((feature) => (
        <Entry
          key={feature.label}
          to={feature.to}
          icon={feature.icon}
          label={t(`nav.${feature.label}`)}
          keys={feature.keys}
        />
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
      {at('end').map((feature) => (
        <Entry
          key={feature.label}
          to={feature.to}
          icon={feature.icon}
          label={t(`nav.${feature.label}`)}
          keys={feature.keys}
        />
      ))}
      <AccountMenu onShortcuts={onShortcuts} className={cn(entry, 'max-md:justify-center')} />
    </nav>
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
