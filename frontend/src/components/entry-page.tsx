import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { BrandMark } from '@/ui/brand-mark';
import { useTitle } from './page';
import { LanguageSelect, ThemeButton } from './top-bar';

type Props = {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  /** Below the card. */
  aside?: ReactNode;
};

/** The quiet page of everything that happens before one is signed in: one column, one thing to do. */
export function EntryPage({ title, lead, children, aside }: Props) {
  const { t } = useTranslation('components');
  useTitle(title);
  return (
    <div className="flex min-h-dvh flex-col">
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center px-gutter py-10 outline-none"
      >
        <BrandMark size={36} />
        <h1 className="mt-5 font-semibold text-2xl">{title}</h1>
        {lead && <p className="mt-1 text-muted">{lead}</p>}
        <div className="mt-6 flex flex-col gap-4">{children}</div>
        {aside && <div className="mt-6 flex flex-col items-start gap-2 text-sm">{aside}</div>}
      </main>
      <footer className="flex flex-wrap items-center justify-center gap-2 border-t px-gutter py-2 text-muted text-sm">
        <a href="/about" className="rounded-md px-2 py-1 hover:text-ink">
          {t('about')}
        </a>
        <LanguageSelect />
        <ThemeButton />
      </footer>
    </div>
  );
}
