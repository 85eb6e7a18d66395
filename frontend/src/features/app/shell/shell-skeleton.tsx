import { useTranslation } from 'react-i18next';

/** While the server says who is here: the rail in its place, nothing else yet. Shown after 150 ms. */
export function ShellSkeleton() {
  const { t } = useTranslation('app/shell');
  return (
    <div role="status" className="flex h-dvh max-md:flex-col-reverse">
      <div className="border-line bg-rail max-md:h-14 max-md:border-t md:w-rail md:border-e" />
      <span className="sr-only">{t('loading')}</span>
    </div>
  );
}
