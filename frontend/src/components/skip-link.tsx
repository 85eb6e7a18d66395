import { useTranslation } from 'react-i18next';

/** The first stop of the keyboard: past everything that is on every page. */
export function SkipLink() {
  const { t } = useTranslation('components');
  return (
    <button
      type="button"
      onClick={() => document.getElementById('content')?.focus()}
      className="sr-only z-[70] rounded-md bg-accent px-3 py-1.5 text-on-accent text-sm focus:not-sr-only focus:fixed focus:start-2 focus:top-1.5"
    >
      {t('skip')}
    </button>
  );
}
