import { Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, type Language, languages } from '@/i18n';
import { useTheme } from '@/lib/appearance';
import { BrandMark } from '@/ui/brand-mark';
import { Button } from '@/ui/button';
import { SkipLink } from './skip-link';

/** Skip link, brand, page name, whatever the page adds, language and theme. The page's `main` has the id `content`. */
export function TopBar({ title, children }: { title?: string; children?: ReactNode }) {
  return (
    <header className="sticky top-0 z-20 flex min-h-12 flex-wrap items-center gap-x-3 border-b bg-canvas px-gutter py-1">
      <SkipLink />
      <a href="/" className="flex items-center gap-2 rounded-md font-semibold text-base">
        <BrandMark />
        Atrium
      </a>
      {title && <span className="border-s ps-3 text-muted text-sm max-sm:hidden">{title}</span>}
      <div className="ms-auto flex flex-wrap items-center gap-1">
        {children}
        <LanguageSelect />
        <ThemeButton />
      </div>
    </header>
  );
}

export function LanguageSelect() {
  const { t, i18n } = useTranslation('components');
  return (
    <select
      aria-label={t('language')}
      value={i18n.resolvedLanguage}
      onChange={(event) => chooseLanguage(event.target.value as Language)}
      className="h-control rounded-md bg-canvas px-1 text-muted text-sm hover:bg-hover hover:text-ink"
    >
      {Object.entries(languages).map(([code, name]) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </select>
  );
}

export function ThemeButton() {
  const { t } = useTranslation('components');
  const [theme, choose] = useTheme();
  const next = theme === 'dark' ? 'light' : 'dark';
  const label = t(`theme.${next}`);
  return (
    <Button variant="icon" aria-label={label} title={label} onClick={() => choose(next)}>
      {theme === 'dark' ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
    </Button>
  );
}
