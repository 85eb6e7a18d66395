import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportOut, PreviewOut } from '@/api/gen/types.gen';
import { ProblemPage } from '@/components/problem';
import { SkeletonLines } from '@/ui/skeleton';
import { importQuery, previewQuery } from '../../queries';
import { type Draft, mappingOf } from './draft';
import { WizardFrame } from './frame';
import { FileStep } from './step/file';
import type { Step } from './steps';
import { useDraft } from './use-draft';

const ColumnsStep = lazy(() => import('./step/columns'));
const OptionsStep = lazy(() => import('./step/options'));
const CheckStep = lazy(() => import('./step/check'));

export type StepProps = {
  file: ImportOut;
  look: PreviewOut;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** The target of each column of `look`. */
  mapping: string[];
};

/** From an uploaded file to the start of its import, an address a step. */
export function Wizard({ importId, step }: { importId: string; step: Step }) {
  const found = useQuery(importQuery(importId));
  if (found.data && found.data.state !== 'uploaded')
    return <Navigate to="/imports/$importId" params={{ importId }} replace />;
  if (found.error && !found.data) return <ProblemPage error={found.error} retry={() => void found.refetch()} />;
  if (!found.data)
    return (
      <WizardFrame step={step} name="">
        <SkeletonLines lines={8} className="py-4" />
      </WizardFrame>
    );
  return <Steps file={found.data} step={step} />;
}

function Steps({ file, step }: { file: ImportOut; step: Step }) {
  const { t } = useTranslation('records/transfers/imports');
  const [draft, change] = useDraft(file.id);
  const look = useQuery(previewQuery(file.id, draft.reading));
  useEffect(() => change({ step }), [step, change]);
  if (step === 'file') return <FileStep file={file} look={look} draft={draft} change={change} />;
  if (look.error && !look.data) return <ProblemPage error={look.error} retry={() => void look.refetch()} />;
  const props = look.data && { file, look: look.data, draft, change, mapping: mappingOf(draft, look.data.columns) };
  const waiting = (
    <WizardFrame step={step} name={file.file_name} importId={file.id}>
      <p className="sr-only">{t('wizard.reading')}</p>
      <SkeletonLines lines={8} className="py-4" />
    </WizardFrame>
  );
  if (!props) return waiting;
  return (
    <Suspense fallback={waiting}>
      {step === 'columns' && <ColumnsStep {...props} />}
      {step === 'options' && <OptionsStep {...props} />}
      {step === 'check' && <CheckStep {...props} />}
    </Suspense>
  );
}
