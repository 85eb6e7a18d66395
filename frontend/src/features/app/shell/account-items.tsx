import { Link } from '@tanstack/react-router';
import {
  ArrowLeftRight,
  BookOpen,
  Info,
  Keyboard,
  Languages,
  LogOut,
  Monitor,
  MonitorSmartphone,
  Moon,
  Rows3,
  Shield,
  Sun,
  UserRound,
} from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/session';
import { chooseLanguage, type Language, languages } from '@/i18n';
import { chosenTheme, type Density, type ThemeChoice, useDensity, useTheme } from '@/lib/appearance';
import { Menu, MenuItem, MenuLink, MenuRadios, MenuRule, SubMenu } from '@/ui/menu/parts';
import { useSignOut } from './use-sign-out';

type Props = { trigger: ReactElement; defaultOpen: boolean; onShortcuts: () => void };

/** The menu behind `AccountMenu`'s button. */
export function AccountItems({ trigger, defaultOpen, onShortcuts }: Props) {
  const { t, i18n } = useTranslation('app/shell');
  const { member, user, workspaces } = useMe();
  const [, chooseTheme] = useTheme();
  const [density, chooseDensity] = useDensity();
  const signOut = useSignOut();
  return (
    <Menu side="inline-end" align="end" trigger={trigger} defaultOpen={defaultOpen}>
      <div className="px-2 pt-1 pb-2">
        <p className="truncate font-medium text-sm">{member.name}</p>
        <p className="truncate text-muted text-xs">{user?.email ?? member.email}</p>
      </div>
      <MenuRule />
      <MenuLink icon={UserRound} render={<Link to="/account" />}>
        {t('account.profile')}
      </MenuLink>
      <MenuLink icon={Shield} render={<Link to="/account" hash="security" />}>
        {t('account.security')}
      </MenuLink>
      <MenuLink icon={MonitorSmartphone} render={<Link to="/account" hash="sessions" />}>
        {t('account.sessions')}
      </MenuLink>
      {workspaces.length > 1 && (
        <MenuLink icon={ArrowLeftRight} render={<Link to="/choose-workspace" />}>
          {t('switcher.choose')}
        </MenuLink>
      )}
      <MenuRule />
      <SubMenu label={t('account.theme')} icon={Sun}>
        <MenuRadios<ThemeChoice>
          label={t('account.theme')}
          value={chosenTheme()}
          onValueChange={chooseTheme}
          items={[
            { value: 'system', label: t('account.themes.system'), icon: Monitor },
            { value: 'light', label: t('account.themes.light'), icon: Sun },
            { value: 'dark', label: t('account.themes.dark'), icon: Moon },
          ]}
        />
      </SubMenu>
      <SubMenu label={t('account.density')} icon={Rows3}>
        <MenuRadios<Density>
          label={t('account.density')}
          value={density}
          onValueChange={chooseDensity}
          items={[
            { value: 'comfortable', label: t('account.densities.comfortable') },
            { value: 'compact', label: t('account.densities.compact') },
          ]}
        />
      </SubMenu>
      <SubMenu label={t('account.language')} icon={Languages}>
        <MenuRadios<Language>
          label={t('account.language')}
          value={(i18n.resolvedLanguage ?? 'en') as Language}
          onValueChange={chooseLanguage}
          items={Object.entries(languages).map(([value, label]) => ({ value: value as Language, label }))}
        />
      </SubMenu>
      <MenuRule />
      <MenuItem icon={Keyboard} shortcut="?" onClick={onShortcuts}>
        {t('account.shortcuts')}
      </MenuItem>
      <MenuLink icon={BookOpen} render={<a href="/docs" />}>
        {t('account.reference')}
      </MenuLink>
      <MenuLink icon={Info} render={<Link to="/about" />}>
        {t('account.about')}
      </MenuLink>
      <MenuRule />
      <MenuItem icon={LogOut} onClick={signOut}>
        {t('account.signOut')}
      </MenuItem>
    </Menu>
  );
}
