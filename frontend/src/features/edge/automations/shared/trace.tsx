import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Decision, StepTrace } from '@/api/gen/types.gen';
import { cn } from '@/lib/cn';
import { Badge } from '@/ui/badge';
import { Decisions } from './decisions';
import { type Config, type FlowStep, findStep } from './flow';
import { stateTone } from './state-badge';
import type { Words } from './words';

type Props = {
  steps: readonly StepTrace[];
  words: Words;
  /** The steps of the flow: what directs a run has no input of its own and is said by its configuration. */
  flow?: readonly FlowStep[];
  /** Nothing of it was done. */
  dry?: boolean;
};

/** What every step was given, what it decided, what it left. */
export function Trace({ steps, words, flow = [], dry = false }: Props) {
  const { t } = useTranslation('edge/automations/shared');
  if (steps.length === 0) return <p className="text-muted text-sm">{t('trace.none')}</p>;
  return (
    <ol className="flex flex-col">
      {steps.map((step) => (
        <TraceStep
          key={`${step.step_id} ${step.round}`}
          step={step}
          config={isEmpty(step.input) ? findStep(flow, step.step_id)?.config : step.input}
          words={words}
          dry={dry}
        />
      ))}
    </ol>
  );
}

const isEmpty = (value: Record<string, unknown>) => Object.keys(value).length === 0;

type StepProps = { step: StepTrace; config: Config | undefined; words: Words; dry: boolean };

function TraceStep({ step, config, words, dry }: StepProps) {
  const { t } = useTranslation('edge/automations/shared');
  const [open, setOpen] = useState(step.state === 'failed');
  const panel = useId();
  const sentence = config ? words.step({ kind: step.kind, config }) : words.kind(step.kind);
  const state = dry && step.state === 'done' ? 'would_do' : step.state;
  const { held } = step.decision;
  const notes = [
    step.label || (config && words.kind(step.kind)),
    typeof held === 'boolean' && t(held ? 'trace.held' : 'trace.failed'),
    step.round > 0 && t('trace.round', { round: step.round }),
    step.attempts > 1 && t('trace.attempts', { count: step.attempts }),
  ].filter(Boolean);
  return (
    <li className="border-s-2 ps-3 pb-2">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={panel}
        aria-label={t('trace.details', { name: sentence })}
        onClick={() => setOpen(!open)}
        className="flex w-full items-start gap-2 rounded-md px-1.5 py-1.5 text-start text-sm hover:bg-hover"
      >
        <span className="min-w-0 flex-1">
          <span className="block break-words">{sentence}</span>
          <span className="block text-muted text-xs">{notes.join(' · ')}</span>
        </span>
        <Badge tone={stateTone(step.state)}>{t(`states.${state}`)}</Badge>
        <ChevronDown size={14} aria-hidden className={cn('mt-1 shrink-0 text-muted', open && 'rotate-180')} />
      </button>
      {step.error && <p className="px-1.5 text-danger-ink text-sm">{step.error}</p>}
      <div id={panel} hidden={!open} className="px-1.5 pt-1">
        {open && <Details step={step} words={words} />}
      </div>
    </li>
  );
}

function Details({ step, words }: { step: StepTrace; words: Words }) {
  const { t } = useTranslation('edge/automations/shared');
  if (step.hidden) return <p className="text-muted text-sm">{t('trace.hidden')}</p>;
  const decisions = Array.isArray(step.decision.conditions) ? (step.decision.conditions as Decision[]) : [];
  const rest = Object.fromEntries(Object.entries(step.decision).filter(([name]) => name !== 'conditions'));
  return (
    <div className="flex flex-col gap-2">
      <Json label={t('trace.input')} value={step.input} />
      {decisions.length > 0 && <Decisions decisions={decisions} words={words} />}
      <Json label={t('trace.decision')} value={rest} />
      <Json label={t('trace.output')} value={step.output} />
    </div>
  );
}

/** A value as it is, for those who want to know exactly. */
export function Json({ label, value }: { label: string; value: Record<string, unknown> }) {
  if (isEmpty(value)) return null;
  return (
    <div>
      <p className="font-medium text-muted text-xs">{label}</p>
      <pre className="overflow-hidden whitespace-pre-wrap break-words rounded-md bg-sunken p-2 font-mono text-xs">
        {JSON.stringify(value, null, 2)}
      </pre>
    </div>
  );
}
