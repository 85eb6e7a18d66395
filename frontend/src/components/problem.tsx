import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button';

/** The whole-page face of an address that does not exist. */
export function NotFound() {
  const { t } = useTranslation('components');
  return (
    <Message title={t('notFound.title')} text={t('notFound.text')}>
      <a href="/" className="font-medium text-accent-ink text-sm underline underline-offset-2">
        {t('notFound.home')}
      </a>
    </Message>
  );
}

/** The whole-page face of an unexpected failure in the browser. `detail` is shown as it is, for a report. */
export function PageFailed({ detail, retry }: { detail?: string; retry: () => void }) {
  const { t } = useTranslation('components');
  return (
    <Message title={t('failed.title')} text={t('failed.text')}>
      {detail && <p className="font-mono text-muted text-xs">{detail}</p>}
      <Button variant="primary" onClick={retry}>
        {t('failed.retry')}
      </Button>
    </Message>
  );
}

function Message({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <main
      id="content"
      tabIndex={-1}
      className="mx-auto flex max-w-md flex-col items-start gap-3 px-gutter py-24 outline-none"
    >
      <h1 className="font-semibold text-xl">{title}</h1>
      <p className="text-muted">{text}</p>
      {children}
    </main>
  );
}
