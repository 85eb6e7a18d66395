import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeft, ArrowRight, Check } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { cn } from '@/lib/cn';
import { Button, buttonLook } from '@/ui/button';
import { STEPS, type Step } from './steps';

type Props = {
  step: Step;
  /** The file's name; empty until there is one. */
  name: string;
  /** Absent before the upload: then the other steps cannot be reached. */
  importId?: string;
  /** Why one cannot go on from here. */
  blocked?: string;
  /** In place of the button that goes on. */
  forward?: ReactNode;
  children: ReactNode;
};

/** What every step shares: where one is, the way back and the way on. */
export function WizardFrame({ step, name, importId, blocked, forward, children }: Props) {
  const { t } = useTranslation('records/transfers/imports');
  const at = STEPS.indexOf(step);
  const progress = t('wizard.progress', { number: at + 1, total: STEPS.length });
  const title = name ? t('wizard.titleOf', { name }) : t('wizard.title');
  return (
    <Page key={step} title={`${t(`steps.${step}`)}, ${progress} · ${title}`} width="wide" className="max-w-5xl pb-0">
      <StartAtTop />
      <PageHeader
        title={title}
        text={`${progress}: ${t(`steps.${step}`)}`}
        actions={
          <Link to="/imports" className={buttonLook({ variant: 'quiet' })}>
            {t(importId ? 'wizard.later' : 'wizard.leave')}
          </Link>
        }
      />
      <StepList step={step} importId={importId} />
      {children}
      <Footer at={at} importId={importId} blocked={blocked} forward={forward} />
    </Page>
  );
}

/** The next step begins where its reading begins, also for a keyboard. */
function StartAtTop() {
  useEffect(() => {
    const content = document.getElementById('content');
    if (content && !content.contains(document.activeElement)) content.focus({ preventScroll: true });
  }, []);
  return null;
}

function StepList({ step, importId }: { step: Step; importId?: string }) {
  const { t } = useTranslation('records/transfers/imports');
  const at = STEPS.indexOf(step);
  return (
    <nav aria-label={t('wizard.steps')} className="mt-1 border-b">
      <ol className="flex gap-1 sm:gap-2">
        {STEPS.map((each, index) => {
          const face = (
            <>
              <span
                aria-hidden
                className={cn(
                  'flex size-5 shrink-0 items-center justify-center rounded-full border text-xs tabular-nums',
                  index === at && 'border-accent bg-accent text-on-accent',
                  index < at && 'border-accent-ink text-accent-ink',
                )}
              >
                {index < at ? <Check size={12} strokeWidth={3} /> : index + 1}
              </span>
              <span className={cn('truncate', index !== at && 'max-sm:sr-only')}>{t(`steps.${each}`)}</span>
            </>
          );
          const look = 'flex h-10 items-center gap-2 border-b-2 border-transparent px-1.5 text-muted text-sm';
          const here = index === at && 'border-accent font-medium text-ink';
          return (
            <li key={each} className="min-w-0">
              {importId ? (
                <Link
                  to="/imports/$importId/$step"
                  params={{ importId, step: each }}
                  className={cn(look, here, 'hover:text-ink focus-visible:-outline-offset-2')}
                >
                  {face}
                </Link>
              ) : (
                <span aria-current={index === at ? 'step' : undefined} className={cn(look, here)}>
                  {face}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

type FooterProps = Pick<Props, 'importId' | 'blocked' | 'forward'> & { at: number };
function Footer({ at, importId, blocked, forward }: FooterProps) {
  const { t } = useTranslation('records/transfers/imports');
  const navigate = useNavigate();
  const [before, next] = [STEPS[at - 1], STEPS[at + 1]];
  if (!importId) return null;
  return (
    <footer className="sticky bottom-0 z-10 mt-6 flex flex-wrap items-center justify-end gap-x-3 gap-y-2 border-t bg-canvas py-3">
      {before ? (
        <Link
          to="/imports/$importId/$step"
          params={{ importId, step: before }}
          className={cn(buttonLook({}), 'me-auto')}
        >
          <ArrowLeft size={16} aria-hidden className="rtl:rotate-180" />
          {t('wizard.back')}
        </Link>
      ) : (
        <Link to="/imports/new" className={cn(buttonLook({}), 'me-auto')}>
          {t('file.other')}
        </Link>
      )}
      {blocked && (
        <p role="status" className="text-danger-ink text-sm">
          {blocked}
        </p>
      )}
      {forward ??
        (next && (
          <Button
            variant="primary"
            disabled={blocked !== undefined}
            onClick={() => void navigate({ to: '/imports/$importId/$step', params: { importId, step: next } })}
          >
            {t(`wizard.to.${next as 'columns' | 'options' | 'check'}`)}
            <ArrowRight size={16} aria-hidden className="rtl:rotate-180" />
          </Button>
        ))}
    </footer>
  );
}
